/** A group tag, with those that exist and how many devices have them. */
import { Combobox, Field, Option } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { groupTagFault } from 'taxiway-autopilot'
import { fetchFacets } from '../../../api/devices.ts'
import { useMay } from '../../../api/me.ts'
import { visible } from '../../../look/outside-text.tsx'
import { texts } from '../../../texts/texts.ts'

export type TagFieldProps = {
  readonly label: string
  readonly value: string
  readonly onChange: (tag: string) => void
  readonly disabled?: boolean
}

const { deviceEdit } = texts

/** Nothing for those who may not see devices: of a tag they cannot be told whether it is new. */
export function useTags() {
  const mayRead = useMay()('devices.read')
  return useQuery({
    enabled: mayRead,
    queryKey: ['devices', 'facets', 'tags'],
    queryFn: ({ signal }) => fetchFacets('groupTag', { q: '', filter: '' }, signal),
    staleTime: 60_000,
  })
}

export function TagField({ label, value, onChange, disabled = false }: TagFieldProps): ReactNode {
  const [isOpen, setIsOpen] = useState(false)
  const { data } = useTags()
  const tags = data?.facets['groupTag'] ?? []
  const found = tags
    .filter(({ value: tag }) => tag !== '' && tag.toLowerCase().includes(value.toLowerCase()))
    .slice(0, 20)
  const known = tags.find(({ value: tag }) => tag === value)
  const fault = groupTagFault(value)
  const hint =
    value === '' || data === undefined
      ? ' '
      : known === undefined
        ? deviceEdit.tagNew
        : deviceEdit.tagKnown(known.count)
  return (
    <Field
      label={label}
      {...(fault === undefined
        ? { hint }
        : { validationState: 'error' as const, validationMessage: deviceEdit.tagFault(fault) })}
    >
      <Combobox
        freeform
        disabled={disabled}
        value={value}
        open={isOpen && found.length > 0}
        onOpenChange={(_, { open }) => setIsOpen(open)}
        onInput={(event) => onChange(event.currentTarget.value)}
        selectedOptions={[value]}
        // Undefined: what is typed is none of the options, and stays typed.
        onOptionSelect={(_, { optionValue }) => optionValue !== undefined && onChange(optionValue)}
      >
        {found.map(({ value: tag, count }) => (
          <Option key={tag} value={tag} text={visible(tag)}>
            {`${visible(tag)} · ${count}`}
          </Option>
        ))}
      </Combobox>
    </Field>
  )
}
