/** A role of the organization: changed, and deleted. */
import { Button } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { Role } from 'taxiway-autopilot/admin'
import { notify } from '../../act/notify.tsx'
import { useEdit } from '../../act/use-edit.ts'
import { placeAt, useVersioned, type Versioned } from '../../api/versions.ts'
import { Changed } from '../../look/changed-meanwhile.tsx'
import { Confirm } from '../../look/confirm.tsx'
import { Pane } from '../../look/pane.tsx'
import { PaneFooter } from '../../look/pane-footer.tsx'
import { Bones } from '../../look/states.tsx'
import { access } from '../../texts/access-texts.ts'
import { texts } from '../../texts/texts.ts'
import { bodyOf, fieldsOf, formOf, isReady, RoleFields, rolesPath } from './role-fields.tsx'

const { common } = texts
const words = access.roles

type OwnRoleProps = {
  readonly role: Role
  readonly onClose: () => void
  /** Who has it. */
  readonly children: ReactNode
}

export function OwnRole({ role, onClose, children }: OwnRoleProps): ReactNode {
  const { data } = useVersioned<Role>(`${rolesPath}/${role.id}`)
  if (data !== undefined)
    return (
      <Opened read={data} onClose={onClose}>
        {children}
      </Opened>
    )
  return (
    <Pane
      title={role.displayName}
      isDirty={false}
      onClose={onClose}
      footer={<Button onClick={onClose}>{common.close}</Button>}
    >
      <Bones />
    </Pane>
  )
}

type OpenedProps = Pick<OwnRoleProps, 'onClose' | 'children'> & { readonly read: Versioned<Role> }

function Opened({ read, onClose, children }: OpenedProps): ReactNode {
  const of = read.value
  const [form, setForm] = useState(() => formOf(of))
  const [asks, setAsks] = useState(false)
  const edit = useEdit({
    place: placeAt<Role>(`${rolesPath}/${of.id}`),
    first: read,
    formOf,
    form,
    requestOf: bodyOf,
    show: setForm,
  })

  async function changed(isDone: boolean): Promise<void> {
    if (!isDone) return
    notify({ text: words.changed })
    await edit.reopen()
  }

  async function remove(): Promise<void> {
    if (!(await edit.remove())) return
    notify({ text: words.deleted(of.displayName) })
    onClose()
  }

  return (
    <Pane
      title={of.displayName}
      isDirty={edit.isTyped}
      onClose={onClose}
      onSubmit={() => void edit.save().then(changed)}
      footer={
        <PaneFooter
          act={common.save}
          disabled={!(edit.isTyped && isReady(form))}
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
      <RoleFields form={form} onForm={setForm} />
      {children}
      <div>
        <Button onClick={() => setAsks(true)}>{words.delete}</Button>
      </div>
      {asks && (
        <Confirm
          title={words.deleteTitle(of.displayName)}
          text={words.deleteText}
          act={words.delete}
          onClose={() => setAsks(false)}
          onConfirm={() => void remove()}
        />
      )}
    </Pane>
  )
}
