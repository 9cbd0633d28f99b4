/** The keyboard goes on where a list was left, unless the person is elsewhere by the time its rows are here. */
import { useLayoutEffect, useRef } from 'react'
import { isFocusLost } from '../act/lost-focus.ts'
import type { DataGridProps } from './data-grid-props.ts'
import type { Place } from './keys.ts'
import { leftPlace, placeOfLeft } from './left-row.ts'

type Steps = { readonly reveal: (row: number) => void; readonly go: (to: Place) => void }

export function useWayBack<Row>({ rows, idOf }: DataGridProps<Row>, { reveal, go }: Steps): void {
  const isComing = useRef(true)
  useLayoutEffect(() => {
    const { total = 0 } = rows
    if (!isComing.current || total === 0) return
    const before = leftPlace()
    isComing.current = before !== undefined && isFocusLost()
    if (before === undefined || !isComing.current) return
    reveal(Math.min(before.row, total - 1))
    const found = placeOfLeft(rows, idOf)
    if (found === undefined) return
    isComing.current = false
    go(found)
  })
}
