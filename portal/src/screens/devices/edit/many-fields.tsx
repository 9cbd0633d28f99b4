/** For each field: leave it, or what to do with it. */
import { Field, Input, Select } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { texts } from '../../../texts/texts.ts'
import type { Chosen } from '../context.ts'
import { type Form, nameWays, tagWays, takesText, userWays, type Way } from './many-form.ts'
import { nameFrom } from './name-rules.ts'
import { TagField } from './tag-field.tsx'
import { UserField } from './user-field.tsx'

const { deviceEdit, deviceFields } = texts

type FieldsProps = {
  readonly form: Form
  readonly put: (part: Partial<Form>) => void
  readonly chosen: Chosen
}

export function ManyFields({ form, put, chosen }: FieldsProps): ReactNode {
  return (
    <>
      <Choice
        field={deviceFields.groupTag}
        ways={tagWays}
        way={form.tagWay}
        onWay={(tagWay) => put({ tagWay })}
      />
      {takesText(form.tagWay) && (
        <TagField
          label={deviceEdit.fieldAndWay(deviceFields.groupTag, deviceEdit[form.tagWay])}
          value={form.tag}
          onChange={(tag) => put({ tag })}
        />
      )}
      <Choice
        field={deviceFields.userPrincipalName}
        ways={userWays}
        way={form.userWay}
        onWay={(userWay) => put({ userWay })}
      />
      {form.userWay === 'replace' && (
        <UserField
          label={deviceEdit.fieldAndWay(deviceFields.userPrincipalName, deviceEdit.replace)}
          value={form.user}
          onChange={(user) => put({ user })}
        />
      )}
      <Choice
        field={deviceFields.displayName}
        ways={nameWays}
        way={form.nameWay}
        onWay={(nameWay) => put({ nameWay })}
      />
      {form.nameWay === 'replace' && (
        <Field label={deviceEdit.template} hint={hintOf(form.template, chosen)}>
          <Input value={form.template} onChange={(_, { value }) => put({ template: value })} />
        </Field>
      )}
    </>
  )
}

function hintOf(template: string, { seen }: Chosen): string {
  const names = seen.slice(0, 5).map(({ serialNumber }) => nameFrom(template, serialNumber))
  if (template === '' || names.length === 0) return deviceEdit.templateHint
  return deviceEdit.examples(names.join(', '))
}

type ChoiceProps = {
  readonly field: string
  readonly ways: readonly Way[]
  readonly way: Way
  readonly onWay: (way: Way) => void
}

function Choice({ field, ways, way, onWay }: ChoiceProps): ReactNode {
  return (
    <Field label={field}>
      <Select
        value={way}
        aria-label={deviceEdit.how(field)}
        onChange={(_, { value }) => onWay(value as Way)}
      >
        {ways.map((each) => (
          <option key={each} value={each}>
            {deviceEdit[each]}
          </option>
        ))}
      </Select>
    </Field>
  )
}
