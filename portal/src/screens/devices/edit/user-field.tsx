/** A person of the directory, found by name or address. */
import { Combobox, Field, Option } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useDeferredValue, useState } from 'react'
import type { GraphPage, User } from 'taxiway-autopilot'
import { ask, graphV1 } from '../../../api/ask.ts'
import { useMay } from '../../../api/me.ts'
import { visible } from '../../../look/outside-text.tsx'
import { texts } from '../../../texts/texts.ts'

/** Graph's type lets these be null; a user of the directory has them all. */
export type Person = {
  readonly [Name in 'id' | 'displayName' | 'userPrincipalName']: NonNullable<User[Name]>
}

export type UserFieldProps = {
  readonly label: string
  readonly value: string
  /** With the person where one of the directory was chosen. */
  readonly onChange: (userPrincipalName: string, person?: Person) => void
  readonly disabled?: boolean
  /** What is said where nobody has the name that was typed. */
  readonly unknown?: string
}

const { deviceEdit } = texts

export function usePeople(typed: string, enabled: boolean) {
  const term = typed.trim().replaceAll('"', '')
  const search = `"displayName:${term}" OR "userPrincipalName:${term}"`
  return useQuery({
    queryKey: ['people', 'search', term],
    queryFn: ({ signal }) =>
      ask<GraphPage<Person>>(
        `${graphV1}/users?$search=${encodeURIComponent(search)}&$top=8&$select=id,displayName,userPrincipalName`,
        { signal, headers: { consistencylevel: 'eventual' } },
      ),
    enabled: enabled && term.length > 0,
    placeholderData: (before) => before,
  })
}

export function UserField(props: UserFieldProps): ReactNode {
  const { label, value, onChange, disabled = false, unknown = deviceEdit.userUnknown } = props
  const may = useMay()
  const [isOpen, setIsOpen] = useState(false)
  const typed = useDeferredValue(value)
  const people = usePeople(typed, may('users.read'))
  const found = people.data?.value ?? []
  const isKnown = found.some(
    ({ userPrincipalName }) => userPrincipalName.toLowerCase() === value.toLowerCase(),
  )
  const warns = value !== '' && !isOpen && people.isSuccess && !isKnown
  return (
    <Field
      label={label}
      {...(warns
        ? { validationState: 'warning' as const, validationMessage: unknown }
        : { hint: deviceEdit.userHint })}
    >
      <Combobox
        freeform
        disabled={disabled}
        value={value}
        open={isOpen && found.length > 0}
        onOpenChange={(_, { open }) => setIsOpen(open)}
        onInput={(event) => onChange(event.currentTarget.value)}
        selectedOptions={[value]}
        onOptionSelect={(_, { optionValue }) => {
          const person = found.find(({ userPrincipalName }) => userPrincipalName === optionValue)
          if (person !== undefined) onChange(person.userPrincipalName, person)
        }}
      >
        {found.map(({ id, displayName, userPrincipalName }) => (
          <Option key={id} value={userPrincipalName} text={visible(userPrincipalName)}>
            {`${visible(displayName)} · ${visible(userPrincipalName)}`}
          </Option>
        ))}
      </Combobox>
    </Field>
  )
}
