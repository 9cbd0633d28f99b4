/** Selects from one row to another. Those between that nobody has looked at are fetched first, so that none is left out. */
import { useRef } from 'react'
import { notify } from '../act/notify.tsx'
import { attempt } from '../act/run-act.ts'
import { texts } from '../texts/texts.ts'
import type { DataGridProps } from './data-grid-props.ts'
import { maxByHand, withRows } from './selection.ts'

export function useSelectRange<Row>(props: DataGridProps<Row>): (from: number, to: number) => void {
  const { rows, selection, onSelection, idOf } = props
  const latest = useRef(selection)
  latest.current = selection

  async function select(low: number, high: number): Promise<void> {
    const range = Array.from({ length: high - low + 1 }, (_, i) => low + i)
    if (range.some((index) => rows.at(index) === undefined)) await rows.load?.(low, high)
    const ids = range.flatMap((index) => {
      const row = rows.at(index)
      return row === undefined ? [] : [idOf(row)]
    })
    if (latest.current !== undefined) onSelection?.(withRows(latest.current, ids, true))
  }

  return (from, to) => {
    if (selection === undefined) return
    const [low, high] = [Math.max(0, Math.min(from, to)), Math.max(from, to)]
    if (high - low < maxByHand) void attempt(() => select(low, high))
    else notify({ text: texts.grid.tooManyByHand(maxByHand), intent: 'info' })
  }
}
