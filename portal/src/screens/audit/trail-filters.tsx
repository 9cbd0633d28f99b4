/** What of the audit trail is shown: by whom, about what, with which result, between which days. */
import { Field, Input, Select } from '@fluentui/react-components'
import { type ReactNode, useEffect, useState } from 'react'
import { texts } from '../../texts/texts.ts'

const { audit } = texts
const filters = ['result', 'actor', 'resource', 'from', 'to'] as const

type TrailFiltersProps = {
  readonly of: URLSearchParams
  readonly onChange: (name: string, value: string) => void
}

export function TrailFilters({ of, onChange }: TrailFiltersProps): ReactNode {
  return (
    <div className="row wrap ends no-print">
      <Field label={audit.filterResult}>
        <Select
          value={of.get('result') ?? ''}
          onChange={(_, { value }) => onChange('result', value)}
        >
          <option value="">{audit.all}</option>
          <option value="Success">{audit.results['Success']}</option>
          <option value="Failure">{audit.results['Failure']}</option>
        </Select>
      </Field>
      <TypedFilter
        label={audit.filterActor}
        value={of.get('actor') ?? ''}
        onChange={(value) => onChange('actor', value)}
      />
      <TypedFilter
        label={audit.filterResource}
        value={of.get('resource') ?? ''}
        onChange={(value) => onChange('resource', value)}
      />
      {(['from', 'to'] as const).map((name) => (
        <Field key={name} label={audit[name]}>
          <Input
            type="date"
            value={of.get(name) ?? ''}
            onChange={(_, { value }) => onChange(name, value)}
          />
        </Field>
      ))}
    </div>
  )
}

/** Asked for once typing rests, or with Enter. */
function TypedFilter({
  label,
  value,
  onChange,
}: {
  label: string
  value: string
  onChange: (value: string) => void
}): ReactNode {
  const [typed, setTyped] = useState(value)
  useEffect(() => setTyped(value), [value])
  useEffect(() => {
    if (typed.trim() === value) return undefined
    const timer = setTimeout(() => onChange(typed.trim()), 400)
    return () => clearTimeout(timer)
  }, [typed, value, onChange])
  return (
    <Field label={label}>
      <Input value={typed} onChange={(_, { value: text }) => setTyped(text)} />
    </Field>
  )
}

export function queryOf(parameters: URLSearchParams): string {
  const wanted = new URLSearchParams(
    filters.flatMap((name) => {
      const value = wantedValue(name, parameters.get(name) ?? '')
      return value === '' ? [] : [[name, value]]
    }),
  )
  const text = wanted.toString()
  return text === '' ? '' : `&${text}`
}

/** Days become times: from the first moment of one to the last of the other. */
function wantedValue(name: (typeof filters)[number], value: string): string {
  if (name !== 'from' && name !== 'to') return value
  if (!/^\d{4}-\d\d-\d\d$/.test(value)) return ''
  return `${value}T${name === 'from' ? '00:00:00' : '23:59:59'}Z`
}
