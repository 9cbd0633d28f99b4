/** A group, found by a part of its name. */
import { Combobox, Field, Option } from '@fluentui/react-components'
import { type ReactNode, useDeferredValue, useState } from 'react'
import { type NamedGroup, useGroupsNamed } from '../../api/groups.ts'
import { useMay } from '../../api/me.ts'
import { visible } from '../../look/outside-text.tsx'
import { texts } from '../../texts/texts.ts'

const { groups: words } = texts

export type GroupFieldProps = {
  readonly label: string
  readonly chosen: NamedGroup | undefined
  readonly onChange: (group: NamedGroup | undefined) => void
}

export function GroupField({ label, chosen, onChange }: GroupFieldProps): ReactNode {
  const may = useMay()
  const [isOpen, setIsOpen] = useState(false)
  const [typed, setTyped] = useState('')
  const value = chosen === undefined ? typed : visible(chosen.name)
  const term = useDeferredValue(chosen === undefined ? typed : '')
  const { data } = useGroupsNamed(term, may('groups.read') && (isOpen || typed !== ''))
  const found = data?.groups ?? []
  const isUnknown = chosen === undefined && typed !== '' && !isOpen
  return (
    <Field
      label={label}
      {...(isUnknown
        ? { validationState: 'warning' as const, validationMessage: words.chooseOne }
        : { hint: words.searchHint })}
    >
      <Combobox
        freeform
        value={value}
        open={isOpen && found.length > 0}
        onOpenChange={(_, { open }) => setIsOpen(open)}
        onInput={(event) => {
          setTyped(event.currentTarget.value)
          onChange(undefined)
        }}
        selectedOptions={chosen === undefined ? [] : [chosen.id]}
        // Undefined: what is typed is none of the options, and stays typed.
        onOptionSelect={(_, { optionValue }) => {
          const group = found.find(({ id }) => id === optionValue)
          if (group === undefined) return
          setTyped('')
          onChange(group)
        }}
      >
        {found.map((group) => (
          <Option key={group.id} value={group.id} text={visible(group.name)}>
            {visible(group.name)}
          </Option>
        ))}
        {data?.isCut === true && (
          <Option key="more" value="" text="" disabled>
            {words.typeForMore}
          </Option>
        )}
      </Combobox>
    </Field>
  )
}
