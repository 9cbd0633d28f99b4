/** A role of the organization: made out of permissions that the person has, changed, and deleted. */
import { Button, Field, Input, Textarea } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { Permission, Role } from 'taxiway-autopilot/admin'
import { notify } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { useEdit } from '../../act/use-edit.ts'
import { admin, ask } from '../../api/ask.ts'
import { entitiesChanged, useEntities } from '../../api/entities.ts'
import { useMay } from '../../api/me.ts'
import { useVersioned, type Versioned } from '../../api/versions.ts'
import { Changed, type Fields } from '../../look/changed-meanwhile.tsx'
import { Choices } from '../../look/choices.tsx'
import { Confirm } from '../../look/confirm.tsx'
import { Pane } from '../../look/pane.tsx'
import { Bones, Loaded } from '../../look/states.tsx'
import { texts } from '../../texts/texts.ts'

const { access, common } = texts
const words = access.roles
const path = `${admin}/roles`

type Form = Pick<Role, 'displayName' | 'description' | 'permissions'>

function formOf({ displayName, description, permissions }: Role): Form {
  return { displayName, description, permissions: [...permissions].sort() }
}

function fieldsOf({ displayName, description, permissions }: Form): Fields {
  return [
    [words.name, displayName],
    [words.description, description],
    [words.permissions, permissions.join(', ')],
  ]
}

function bodyOf({ displayName, description, permissions }: Form): Form {
  return { displayName: displayName.trim(), description: description.trim(), permissions }
}

function isReady({ displayName, permissions }: Form): boolean {
  return displayName.trim() !== '' && permissions.length > 0
}

export function NewRole({ onClose }: { onClose: () => void }): ReactNode {
  const [form, setForm] = useState<Form>({ displayName: '', description: '', permissions: [] })

  async function create(): Promise<void> {
    if (!(await attempt(() => ask(path, { method: 'POST', body: bodyOf(form) })))) return
    notify({ text: words.made })
    await entitiesChanged()
    onClose()
  }

  return (
    <Pane
      title={words.create}
      isDirty={form.displayName !== ''}
      onClose={onClose}
      onSubmit={() => void create()}
      footer={
        <>
          <Button type="submit" form="pane" appearance="primary" disabled={!isReady(form)}>
            {words.create}
          </Button>
          <Button onClick={onClose}>{common.close}</Button>
        </>
      }
    >
      <RoleFields form={form} onForm={setForm} />
    </Pane>
  )
}

type OwnRoleProps = {
  readonly role: Role
  readonly onClose: () => void
  /** Who has it. */
  readonly children: ReactNode
}

export function OwnRole({ role, onClose, children }: OwnRoleProps): ReactNode {
  const { data } = useVersioned<Role>(`${path}/${role.id}`)
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
  const edit = useEdit({ path: `${path}/${of.id}`, first: read, formOf, show: setForm })
  const isDirty = JSON.stringify(bodyOf(form)) !== JSON.stringify(formOf(of))

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
      isDirty={isDirty}
      onClose={onClose}
      onSubmit={() => void edit.save({ method: 'PATCH', body: bodyOf(form) }).then(changed)}
      footer={
        <>
          <Button
            type="submit"
            form="pane"
            appearance="primary"
            disabled={!(isDirty && isReady(form))}
          >
            {common.save}
          </Button>
          <Button onClick={onClose}>{common.close}</Button>
        </>
      }
    >
      {edit.theirs !== undefined && (
        <Changed
          mine={fieldsOf(form)}
          theirs={fieldsOf(edit.theirs)}
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

type FieldsProps = { readonly form: Form; readonly onForm: (form: Form) => void }

function RoleFields({ form, onForm }: FieldsProps): ReactNode {
  const may = useMay()
  const permissions = useEntities<Permission>(`${admin}/permissions`)
  return (
    <>
      <Field label={words.name} required>
        <Input
          value={form.displayName}
          maxLength={256}
          onChange={(_, { value }) => onForm({ ...form, displayName: value })}
        />
      </Field>
      <Field label={words.description}>
        <Textarea
          value={form.description}
          rows={2}
          maxLength={1_024}
          onChange={(_, { value }) => onForm({ ...form, description: value })}
        />
      </Field>
      <fieldset className="plain-set">
        <legend>{words.permissions}</legend>
        <p className="quiet small">{words.ownOnly}</p>
        <Loaded query={permissions}>
          {(all) => (
            <Choices
              of={all.map(({ permission }) => permission)}
              wordsOf={(name) => all.find((each) => each.permission === name)?.title ?? name}
              chosen={form.permissions}
              isOpen={may}
              onChange={(chosen) => onForm({ ...form, permissions: [...chosen].sort() })}
            />
          )}
        </Loaded>
      </fieldset>
    </>
  )
}
