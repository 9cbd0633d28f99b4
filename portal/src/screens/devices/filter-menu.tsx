/** The values of one field with their counts: choose several, all but some, or those without. */
import {
  Button,
  Checkbox,
  Input,
  Popover,
  PopoverSurface,
  PopoverTrigger,
} from '@fluentui/react-components'
import { ChevronDown16Regular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { fetchFacets } from '../../api/devices.ts'
import { visible } from '../../look/outside-text.tsx'
import { Loaded } from '../../look/states.tsx'
import { number } from '../../texts/numbers.ts'
import { texts } from '../../texts/texts.ts'
import { type FilterName, filterFields, filterOf, type ListState } from './list-state.ts'
import type { ChangeList } from './use-list-state.ts'

export type FilterMenuProps = {
  readonly name: FilterName
  readonly state: ListState
  readonly onChange: ChangeList
}

const { deviceList } = texts

export function FilterMenu({ name, state, onChange }: FilterMenuProps): ReactNode {
  const [isOpen, setIsOpen] = useState(false)
  const label = texts.deviceFields[filterFields[name]]
  return (
    <Popover
      open={isOpen}
      onOpenChange={(_, { open }) => setIsOpen(open)}
      trapFocus
      positioning="below-start"
    >
      <PopoverTrigger disableButtonEnhancement>
        <Button icon={<ChevronDown16Regular />} iconPosition="after" className="filter-button">
          {label}
        </Button>
      </PopoverTrigger>
      <PopoverSurface className="filter-menu" aria-label={label}>
        {isOpen && <Values name={name} state={state} onChange={onChange} />}
      </PopoverSurface>
    </Popover>
  )
}

function Values({ name, state, onChange }: FilterMenuProps): ReactNode {
  const [typed, setTyped] = useState('')
  const filter = filterOf(state, name)
  const facets = useQuery({
    queryKey: ['devices', 'facets', name, state.q, filter],
    queryFn: ({ signal }) => fetchFacets(filterFields[name], { q: state.q, filter }, signal),
  })
  const chosen = state.filters[name] ?? { values: [], not: false }

  function put(values: readonly string[], not: boolean): void {
    const { [name]: _, ...others } = state.filters
    onChange({
      row: 0,
      filters: values.length === 0 ? others : { ...others, [name]: { values, not } },
    })
  }

  function toggle(value: string): void {
    const rest = chosen.values.filter((each) => each !== value)
    put(rest.length < chosen.values.length ? rest : [...chosen.values, value], chosen.not)
  }

  return (
    <>
      <Input
        value={typed}
        onChange={(_, { value }) => setTyped(value)}
        placeholder={deviceList.filterValues}
        aria-label={deviceList.filterValues}
      />
      <Checkbox
        label={deviceList.isNot}
        checked={chosen.not}
        disabled={chosen.values.length === 0}
        onChange={(_, { checked }) => put(chosen.values, checked === true)}
      />
      <Loaded query={facets}>
        {(data) => {
          const all = data.facets[filterFields[name]] ?? []
          const found = all.filter(({ value }) =>
            wordsFor(name, value).toLowerCase().includes(typed.toLowerCase()),
          )
          if (found.length === 0) return <p className="quiet">{deviceList.noValues}</p>
          return (
            <ul className="filter-values">
              {found.map(({ value, count }) => (
                <li key={value}>
                  <label>
                    <input
                      type="checkbox"
                      checked={chosen.values.includes(value)}
                      onChange={() => toggle(value)}
                    />
                    <span className="outside">{wordsFor(name, value)}</span>
                    <span className="quiet small">{number(count)}</span>
                  </label>
                </li>
              ))}
            </ul>
          )
        }}
      </Loaded>
    </>
  )
}

/** A value as people read it. */
export function wordsFor(name: FilterName, value: string): string {
  if (value === '') return deviceList.without
  return name === 'status' ? (texts.profileStatus[value] ?? value) : visible(value)
}
