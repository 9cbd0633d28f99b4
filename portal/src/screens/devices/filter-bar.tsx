/** Search and filters above the list. What is typed is asked for once it rests. */
import { Button } from '@fluentui/react-components'
import { Dismiss12Regular } from '@fluentui/react-icons'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { FindBox } from '../../look/find-box.tsx'
import { texts } from '../../texts/texts.ts'
import { FilterMenu, wordsFor } from './filter-menu.tsx'
import { ListLooks } from './list-looks.tsx'
import { type FilterName, filterFields, isNarrowed, type ListState } from './list-state.ts'
import type { ChangeList } from './use-list-state.ts'

const { deviceList, common } = texts
/** A search is asked for once typing rests this long. ms */
const rest = 200

export function FilterBar({
  state,
  onChange,
}: {
  state: ListState
  onChange: ChangeList
}): ReactNode {
  return (
    <>
      <div className="filters" role="search">
        <Search q={state.q} onChange={(q) => onChange({ q, row: 0 })} />
        <div className="filter-buttons">
          {(Object.keys(filterFields) as FilterName[]).map((name) => (
            <FilterMenu key={name} name={name} state={state} onChange={onChange} />
          ))}
        </div>
        <span className="grow" />
        <ListLooks state={state} onChange={onChange} />
      </div>
      {isNarrowed(state) && <Chips state={state} onChange={onChange} />}
    </>
  )
}

function Search({ q, onChange }: { q: string; onChange: (q: string) => void }): ReactNode {
  const [typed, setTyped] = useState(q)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const asked = useRef(q)
  useEffect(() => {
    // The address was changed from elsewhere: by the way back, or by clearing.
    if (q !== asked.current) setTyped(q)
    asked.current = q
  }, [q])
  useEffect(() => () => clearTimeout(timer.current), [])

  function type(value: string): void {
    setTyped(value)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      asked.current = value.trim()
      onChange(value.trim())
    }, rest)
  }

  return <FindBox value={typed} onChange={type} label={deviceList.search} />
}

function Chips({ state, onChange }: { state: ListState; onChange: ChangeList }): ReactNode {
  const names = Object.keys(state.filters) as FilterName[]
  const { registered, provisional } = state
  return (
    <div className="row wrap">
      {names.map((name) => {
        const { [name]: filter, ...others } = state.filters
        const words = filter?.values.map((value) => wordsFor(name, value)).join(', ') ?? ''
        const label = texts.deviceFields[filterFields[name]]
        return (
          <Chip
            key={name}
            label={label}
            words={filter?.not ? `${deviceList.isNot} ${words}` : words}
            onRemove={() => onChange({ row: 0, filters: others })}
          />
        )
      })}
      {registered !== '' && (
        <Chip
          label={texts.deviceFields.registeredDateTime}
          words={registered}
          onRemove={() => onChange({ row: 0, registered: '' })}
        />
      )}
      {provisional !== undefined && (
        <Chip
          label={texts.deviceFields.provisionalUntilDateTime}
          words={deviceList.withinDays(provisional)}
          onRemove={() => onChange({ row: 0, provisional: undefined })}
        />
      )}
      <Button
        size="small"
        appearance="subtle"
        onClick={() =>
          onChange({ q: '', filters: {}, registered: '', provisional: undefined, row: 0 })
        }
      >
        {common.clearFilters}
      </Button>
    </div>
  )
}

function Chip({
  label,
  words,
  onRemove,
}: {
  label: string
  words: string
  onRemove: () => void
}): ReactNode {
  return (
    <span className="chip">
      <span className="outside">{deviceList.chip(label, words)}</span>
      <button type="button" aria-label={deviceList.removeFilter(label)} onClick={onRemove}>
        <Dismiss12Regular />
      </button>
    </span>
  )
}
