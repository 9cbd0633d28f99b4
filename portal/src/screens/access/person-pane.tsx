/** One person, and what an administrator can do for them. */
import { Field, Input } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { User } from 'taxiway-autopilot'
import type { ListedPerson } from 'taxiway-autopilot/admin'
import { notify } from '../../act/notify.tsx'
import { useEdit } from '../../act/use-edit.ts'
import { useMay } from '../../api/me.ts'
import { pathOfPerson, peopleChanged } from '../../api/people.ts'
import { placeAt, useVersioned } from '../../api/versions.ts'
import { Changed, type Fields } from '../../look/changed-meanwhile.tsx'
import { OutsideText } from '../../look/outside-text.tsx'
import { Pairs } from '../../look/pairs.tsx'
import { Pane } from '../../look/pane.tsx'
import { PaneFooter } from '../../look/pane-footer.tsx'
import { Time } from '../../look/time.tsx'
import { access } from '../../texts/access-texts.ts'
import { texts } from '../../texts/texts.ts'
import { PersonActs } from './person-acts.tsx'
import { FactorPairs } from './person-factors.tsx'

const { common } = texts
const words = access.person

export type PersonProps = { readonly of: ListedPerson; readonly onClose: () => void }

export function PersonPane({ of, onClose }: PersonProps): ReactNode {
  const may = useMay()
  const [form, setForm] = useState<Form>({
    displayName: of.displayName,
    accountEnabled: of.enabled,
  })
  const path = pathOfPerson(of.id)
  const read = useVersioned<User>(path, may('users.write')).data
  const edit = useEdit({
    place: placeAt<User>(path),
    first: read,
    formOf,
    form,
    requestOf,
    show: setForm,
  })
  const isRenamed = edit.isTyped && form.displayName.trim() !== ''

  async function rename(): Promise<void> {
    if (isRenamed) await changed(await edit.save())
  }

  async function enable(accountEnabled: boolean): Promise<void> {
    await changed(await edit.put({ accountEnabled }))
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
      isDirty={edit.isTyped}
      onClose={onClose}
      onSubmit={() => void rename()}
      footer={
        <PaneFooter
          act={may('users.write') && common.save}
          disabled={!isRenamed || read === undefined}
          onClose={onClose}
        />
      }
    >
      {edit.meeting !== undefined && (
        <Changed
          of={edit.meeting}
          fieldsOf={fieldsOf}
          onMine={() => void edit.keepMine().then(changed)}
          onTheirs={edit.takeTheirs}
        />
      )}
      {!of.enabled && <p className="bar warning">{words.isDisabled}</p>}
      <Field label={access.people.name}>
        <Input
          value={form.displayName}
          readOnly={!may('users.write')}
          onChange={(_, { value }) => setForm((before) => ({ ...before, displayName: value }))}
        />
      </Field>
      <Pairs
        of={[
          [access.people.upn, <OutsideText key="u" text={of.userPrincipalName} />],
          ...(of.roles === null
            ? []
            : [
                [
                  words.roles,
                  <OutsideText key="r" text={of.roles.join(', ') || words.noRoles} />,
                ] as const,
              ]),
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

function requestOf({ displayName, accountEnabled }: Form): object {
  return { displayName: displayName.trim(), accountEnabled }
}

function fieldsOf({ displayName, accountEnabled }: Form): Fields {
  return [
    [access.people.name, displayName],
    [access.people.enabled, accountEnabled],
  ]
}
