/** What an administrator can do for a person. */
import { Button } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { FirstPassword, ListedPerson } from 'taxiway-autopilot/admin'
import { notify } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { admin, ask, graphV1 } from '../../api/ask.ts'
import { useMay, useMe } from '../../api/me.ts'
import { Confirm } from '../../look/confirm.tsx'
import { access } from '../../texts/access-texts.ts'
import { useFactors } from './person-factors.tsx'
import { ShownOnce } from './shown-once.tsx'

const words = access.person

type ActsProps = { readonly of: ListedPerson; readonly onEnable: (isOn: boolean) => void }

export function PersonActs({ of, onEnable }: ActsProps): ReactNode {
  const may = useMay()
  const { data: me } = useMe()
  const [password, setPassword] = useState<string>()
  const [asks, setAsks] = useState(false)
  const factors = useFactors(of.id, may('factors.read'))
  const path = `${admin}/users/${of.id}`

  async function act(to: string, said: string): Promise<void> {
    if (!(await attempt(() => ask(to, { method: 'POST', body: {} })))) return
    notify({ text: said })
    await factors.refetch()
  }

  async function givePassword(): Promise<void> {
    await attempt(async () => {
      const made = await ask<FirstPassword>(`${path}/first-password`, { method: 'POST', body: {} })
      setPassword(made.password)
    })
  }

  return (
    <>
      <div className="row wrap">
        {may('factors.write') && (
          <>
            <Button onClick={() => void givePassword()}>{words.firstPassword}</Button>
            <Button onClick={() => void act(`${path}/unlock-codes`, words.unlocked)}>
              {words.unlock}
            </Button>
            <Button onClick={() => void act(`${path}/unlock-sign-in`, words.passwordUnlocked)}>
              {words.unlockPassword}
            </Button>
            <Button onClick={() => void act(`${path}/factor-reset`, words.resetAsked)}>
              {words.reset}
            </Button>
          </>
        )}
        {may('sign-ins.revoke') && (
          <Button
            onClick={() => void act(`${graphV1}/users/${of.id}/revokeSignInSessions`, words.ended)}
          >
            {words.endSignIns}
          </Button>
        )}
        {may('users.write') && of.id !== me?.user.id && (
          <Button onClick={() => (of.enabled ? setAsks(true) : onEnable(true))}>
            {of.enabled ? words.disable : words.enable}
          </Button>
        )}
      </div>
      {password !== undefined && (
        <ShownOnce
          title={words.firstPasswordTitle}
          text={words.firstPasswordText}
          secret={password}
        />
      )}
      {asks && (
        <Confirm
          title={words.disableTitle(of.displayName)}
          text={words.disableText}
          act={words.disable}
          onClose={() => setAsks(false)}
          onConfirm={() => onEnable(false)}
        />
      )}
    </>
  )
}
