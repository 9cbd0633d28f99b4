/** Somebody else saved first: both values, and the choice. */
import { Button } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import type { Meeting } from '../act/use-edit.ts'
import { texts } from '../texts/texts.ts'
import { OutsideText } from './outside-text.tsx'

/** A field as the person sees it. */
export type Value = string | boolean | number | null | undefined
export type Fields = readonly (readonly [label: string, value: Value])[]

export type ChangedProps<Form> = {
  readonly of: Meeting<Form>
  /** The same fields in the same order, whatever they hold. */
  readonly fieldsOf: (form: Form) => Fields
  readonly onMine: () => void
  readonly onTheirs: () => void
}

const { common } = texts

export function Changed<Form>({ of, fieldsOf, onMine, onTheirs }: ChangedProps<Form>): ReactNode {
  const before = fieldsOf(of.before)
  const theirs = fieldsOf(of.theirs)
  const fields = fieldsOf(of.mine).map(([label, value], i) => ({
    label,
    value,
    other: theirs[i]?.[1],
    first: before[i]?.[1],
  }))
  const different = fields.filter(({ value, other }) => value !== other)
  const settled = fields.filter(({ value, other, first }) => value === other && other !== first)
  return (
    <section className="card" role="alert">
      <h2>{common.conflictTitle}</h2>
      <p>{common.conflictText}</p>
      {different.length > 0 && <Both of={different} />}
      {settled.length > 0 && (
        <p>{common.eitherWay(settled.map(({ label }) => label).join(', '))}</p>
      )}
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

type Different = { readonly label: string; readonly value: Value; readonly other: Value }

function Both({ of }: { of: readonly Different[] }): ReactNode {
  return (
    <table className="table">
      <thead>
        <tr>
          <td />
          <th scope="col">{common.yours}</th>
          <th scope="col">{common.theirs}</th>
        </tr>
      </thead>
      <tbody>
        {of.map(({ label, value, other }) => (
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
  )
}

function wordOf(value: Value): string {
  if (typeof value === 'boolean') return value ? common.yes : common.no
  return String(value ?? '')
}
