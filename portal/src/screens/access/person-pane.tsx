/** One person, and what an administrator can do for them. */
import { Button, Field, Input } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { User } from 'taxiway-autopilot'
import type { Factors, FirstPassword, ListedPerson } from 'taxiway-autopilot/admin'
import { notify } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { useEdit } from '../../act/use-edit.ts'
import { admin, ask, graphV1 } from '../../api/ask.ts'
import { useEntity } from '../../api/entities.ts'
import { useMay, useMe } from '../../api/me.ts'
import { pathOfPerson, peopleChanged } from '../../api/people.ts'
import { useVersioned } from '../../api/versions.ts'
import { Changed, type Fields } from '../../look/changed-meanwhile.tsx'
import { Confirm } from '../../look/confirm.tsx'
import { OutsideText } from '../../look/outside-text.tsx'
import { Pairs } from '../../look/pairs.tsx'
import { Pane } from '../../look/pane.tsx'
import { Loaded } from '../../look/states.tsx'
import { Time } from '../../look/time.tsx'
import { number } from '../../texts/numbers.ts'
import { texts } from '../../texts/texts.ts'
import { ShownOnce } from './shown-once.tsx'

const { access, common } = texts
const words = access.person

export type PersonProps = { readonly of: ListedPerson; readonly onClose: () => void }

export function PersonPane({ of, onClose }: PersonProps): ReactNode {
  const may = useMay()
  const [name, setName] = useState(of.displayName)
  const isRenamed = name.trim() !== of.displayName && name.trim() !== ''
  const path = pathOfPerson(of.id)
  const read = useVersioned<User>(path, may('users.write')).data
  const [enabled, setEnabled] = useState(of.enabled)
  const edit = useEdit({ path, first: read, formOf, show })

  function show(form: Form): void {
    setName(form.displayName)
    setEnabled(form.accountEnabled)
  }

  async function rename(): Promise<void> {
    if (isRenamed)
      await changed(await edit.save({ method: 'PATCH', body: { displayName: name.trim() } }))
  }

  async function enable(accountEnabled: boolean): Promise<void> {
    setEnabled(accountEnabled)
    await changed(await edit.save({ method: 'PATCH', body: { accountEnabled } }))
  }

  async function changed(isDone: boolean): Promise<void> {
    if (!isDone) return
    notify({ text: words.changed })
    onClose()
    await peopleChanged()
  }

  return (
    <Pane
      title={of.displayName}
      isDirty={isRenamed}
      onClose={onClose}
      onSubmit={() => void rename()}
      footer={
        <>
          {may('users.write') && (
            <Button
              appearance="primary"
              disabled={!isRenamed || read === undefined}
              onClick={() => void rename()}
            >
              {common.save}
            </Button>
          )}
          <Button onClick={onClose}>{common.close}</Button>
        </>
      }
    >
      {edit.theirs !== undefined && (
        <Changed
          mine={fieldsOf({ displayName: name.trim(), accountEnabled: enabled })}
          theirs={fieldsOf(edit.theirs)}
          onMine={() => void edit.keepMine().then(changed)}
          onTheirs={edit.takeTheirs}
        />
      )}
      {!of.enabled && <p className="bar warning">{words.isDisabled}</p>}
      <Field label={access.people.name}>
        <Input
          value={name}
          readOnly={!may('users.write')}
          onChange={(_, { value }) => setName(value)}
        />
      </Field>
      <Pairs
        of={[
          [access.people.upn, <OutsideText key="u" text={of.userPrincipalName} />],
          [words.roles, <OutsideText key="r" text={of.roles.join(', ') || words.noRoles} />],
          [words.lastSignIn, <Time key="l" at={of.lastSignInDateTime} />],
        ]}
      />
      {may('factors.read') && <FactorPairs id={of.id} />}
      <PersonActs of={of} onEnable={(isOn) => void enable(isOn)} />
    </Pane>
  )
}

type Form = { readonly displayName: string; readonly accountEnabled: boolean }

function formOf({ displayName, accountEnabled }: User): Form {
  return { displayName: displayName ?? '', accountEnabled: accountEnabled !== false }
}

function fieldsOf({ displayName, accountEnabled }: Form): Fields {
  return [
    [access.people.name, displayName],
    [access.people.enabled, accountEnabled],
  ]
}

function useFactors(id: string, enabled: boolean) {
  return useEntity<Factors>(`${admin}/users/${id}/factors`, enabled)
}

function FactorPairs({ id }: { id: string }): ReactNode {
  return (
    <Loaded query={useFactors(id, true)}>
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
  )
}

type ActsProps = { readonly of: ListedPerson; readonly onEnable: (isOn: boolean) => void }

function PersonActs({ of, onEnable }: ActsProps): ReactNode {
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
