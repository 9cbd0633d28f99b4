/** The records of a hash, with their place and value; arrows walk them. */
import type { KeyboardEvent, ReactNode } from 'react'
import { OutsideText } from '../../look/outside-text.tsx'
import { texts } from '../../texts/texts.ts'
import type { MapProps } from './byte-map.tsx'

const { bench } = texts

export function RecordTable({ hash, active, onActive }: MapProps): ReactNode {
  function walk(event: KeyboardEvent<HTMLTableSectionElement>): void {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (by === 0) return
    event.preventDefault()
    const at = hash.records.findIndex(({ offset }) => offset === active)
    const next = hash.records[Math.min(hash.records.length - 1, Math.max(0, at + by))]
    if (next === undefined) return
    onActive(next.offset)
    event.currentTarget.querySelector<HTMLElement>(`[data-offset="${next.offset}"]`)?.focus()
  }
  return (
    <section className="card scroll">
      <h2>{bench.records}</h2>
      <table className="table stacked">
        <thead>
          <tr>
            <th scope="col">{bench.offset}</th>
            <th scope="col">{bench.length}</th>
            <th scope="col">{bench.name}</th>
            <th scope="col">{bench.value}</th>
          </tr>
        </thead>
        <tbody onKeyDown={walk}>
          {hash.records.map((record, i) => (
            <tr
              key={record.offset}
              data-offset={record.offset}
              tabIndex={record.offset === active || (active === undefined && i === 0) ? 0 : -1}
              className={record.offset === active ? 'active' : undefined}
              onPointerEnter={() => onActive(record.offset)}
              onFocus={() => onActive(record.offset)}
            >
              <td className="number">{record.offset}</td>
              <td className="number">{record.length}</td>
              <td>{record.name}</td>
              <td className="mono">
                <OutsideText text={wordsOf(record.value)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

export function wordsOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (typeof value !== 'object') return String(value)
  if (Array.isArray(value)) return value.map(wordsOf).join(', ')
  return Object.entries(value)
    .filter(([, each]) => each !== null && each !== undefined && each !== '')
    .map(([name, each]) => `${name} ${wordsOf(each)}`)
    .join(' · ')
}
