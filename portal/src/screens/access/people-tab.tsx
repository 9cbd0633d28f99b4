/** People, and what an administrator can do for one of them. */
import { Button } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { User } from 'taxiway-autopilot'
import type { Factors, FirstPassword } from 'taxiway-autopilot/admin'
import { notify } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { admin, ask, graphV1 } from '../../api/ask.ts'
import { useEntities, useEntity } from '../../api/entities.ts'
import { useMay } from '../../api/me.ts'
import { SimpleList, textColumn } from '../../grid/simple-list.tsx'
import { OutsideText } from '../../look/outside-text.tsx'
import { Pairs } from '../../look/pairs.tsx'
import { Empty, Loaded } from '../../look/states.tsx'
import { number } from '../../texts/numbers.ts'
import { texts } from '../../texts/texts.ts'
import { Pane } from '../devices/edit/pane.tsx'
import { ShownOnce } from './shown-once.tsx'

const { access, common } = texts
const words = access.person

const columns = [
  textColumn<User>(['name', access.people.name], ({ displayName }) => displayName ?? '', {
    width: 260,
    phone: true,
    cell: ({ displayName }) => <OutsideText text={displayName} />,
  }),
  textColumn<User>(['upn', access.people.upn], ({ userPrincipalName }) => userPrincipalName ?? '', {
    width: 320,
    phone: true,
    cell: ({ userPrincipalName }) => <OutsideText text={userPrincipalName} />,
  }),
  textColumn<User>(
    ['enabled', access.people.enabled],
    ({ accountEnabled }) => (accountEnabled === false ? common.no : common.yes),
    { width: 120 },
  ),
]

export function PeopleTab(): ReactNode {
  const people = useEntities<User>(`${graphV1}/users?$top=999`)
  const [open, setOpen] = useState<User>()
  return (
    <>
      <SimpleList
        name={access.tabs.people}
        query={people}
        columns={columns}
        idOf={({ id }) => id ?? ''}
        nameOf={({ displayName }) => displayName ?? ''}
        onOpen={setOpen}
        empty={<Empty picture="windsock" title={access.noPeople} text={access.noPeople} />}
      />
      {open !== undefined && <Person of={open} onClose={() => setOpen(undefined)} />}
    </>
  )
}

function Person({ of, onClose }: { of: User; onClose: () => void }): ReactNode {
  const may = useMay()
  const [password, setPassword] = useState<string>()
  const path = `${admin}/users/${of.id}`
  const factors = useEntity<Factors>(`${path}/factors`, may('factors.read'))

  async function act(to: string, said: string): Promise<void> {
    if (!(await attempt(() => ask(to, { method: 'POST', body: {} })))) return
    notify({ text: said })
    await factors.refetch()
  }

  async function givePassword(): Promise<void> {
    await attempt(async () => {
      const made = await ask<FirstPassword>(`${path}/first-password`, {
        method: 'POST',
        body: {},
      })
      setPassword(made.password)
    })
  }

  return (
    <Pane
      title={of.displayName ?? ''}
      isDirty={false}
      onClose={onClose}
      footer={<Button onClick={onClose}>{common.close}</Button>}
    >
      <OutsideText text={of.userPrincipalName} />
      {may('factors.read') && (
        <Loaded query={factors}>
          {(data) => (
            <>
              <Pairs
                of={[
                  [words.passkeys, number(data.passkeys.length)],
                  [words.codes, number(data.tokens.length)],
                  [words.recovery, number(data.recoveryCodesLeft)],
                ]}
              />
              {data.codesLocked && <p className="bar warning">{words.locked}</p>}
            </>
          )}
        </Loaded>
      )}
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
      </div>
      {password !== undefined && (
        <ShownOnce
          title={words.firstPasswordTitle}
          text={words.firstPasswordText}
          secret={password}
        />
      )}
    </Pane>
  )
}
