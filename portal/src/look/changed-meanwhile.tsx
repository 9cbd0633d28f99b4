/** Somebody else saved first: both values, and the choice. */
import { Button } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { texts } from '../texts/texts.ts'
import { OutsideText } from './outside-text.tsx'

/** A field as the person sees it. */
export type Value = string | boolean | number | null | undefined
export type Fields = readonly (readonly [label: string, value: Value])[]

export type ChangedProps = {
  readonly mine: Fields
  /** The same fields in the same order. */
  readonly theirs: Fields
  readonly onMine: () => void
  readonly onTheirs: () => void
}

const { common } = texts

export function Changed({ mine, theirs, onMine, onTheirs }: ChangedProps): ReactNode {
  const different = mine.flatMap(([label, value], i) => {
    const other = theirs[i]?.[1]
    return value === other ? [] : [{ label, value, other }]
  })
  return (
    <section className="card" role="alert">
      <h2>{common.conflictTitle}</h2>
      <p>{common.conflictText}</p>
      <table className="table">
        <thead>
          <tr>
            <td />
            <th scope="col">{common.yours}</th>
            <th scope="col">{common.theirs}</th>
          </tr>
        </thead>
        <tbody>
          {different.map(({ label, value, other }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td>
                <OutsideText text={wordOf(value)} />
              </td>
              <td>
                <OutsideText text={wordOf(other)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="row">
        <Button size="small" onClick={onMine}>
          {common.keepMine}
        </Button>
        <Button size="small" onClick={onTheirs}>
          {common.takeTheirs}
        </Button>
      </div>
    </section>
  )
}

function wordOf(value: Value): string {
  if (typeof value === 'boolean') return value ? common.yes : common.no
  return String(value ?? '')
}
