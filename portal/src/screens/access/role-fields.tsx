/** A role as it is edited: its name, what it is for, and its permissions. */
import { Field, Input, Textarea } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import type { Permission, Role } from 'taxiway-autopilot/admin'
import { admin } from '../../api/ask.ts'
import { useEntities } from '../../api/entities.ts'
import { useMay } from '../../api/me.ts'
import type { Fields } from '../../look/changed-meanwhile.tsx'
import { Choices } from '../../look/choices.tsx'
import { Loaded } from '../../look/states.tsx'
import { access } from '../../texts/access-texts.ts'

const words = access.roles

export const rolesPath = `${admin}/roles`

export type Form = Pick<Role, 'displayName' | 'description' | 'permissions'>

export function formOf({ displayName, description, permissions }: Role): Form {
  return { displayName, description, permissions: [...permissions].sort() }
}

export function fieldsOf({ displayName, description, permissions }: Form): Fields {
  return [
    [words.name, displayName],
    [words.description, description],
    [words.permissions, permissions.join(', ')],
  ]
}

export function bodyOf({ displayName, description, permissions }: Form): Form {
  return { displayName: displayName.trim(), description: description.trim(), permissions }
}

export function isReady({ displayName, permissions }: Form): boolean {
  return displayName.trim() !== '' && permissions.length > 0
}

type FieldsProps = { readonly form: Form; readonly onForm: (form: Form) => void }

export function RoleFields({ form, onForm }: FieldsProps): ReactNode {
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
