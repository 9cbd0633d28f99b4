/** The titles of a grid: they sort by a click, move and widen by keys and by hand. */
import type { PointerEvent, ReactNode } from 'react'
import { texts } from '../texts/texts.ts'
import type { Column, Sort } from './column.ts'

export type GridHeaderProps<Row> = {
  readonly columns: readonly Column<Row>[]
  readonly sort: Sort | undefined
  readonly onSort: ((key: string) => void) | undefined
  readonly onWidth: ((key: string, width: number) => void) | undefined
  readonly widthOf: (column: Column<Row>) => number
  /** -1 = a row has the tab stop. */
  readonly activeColumn: number
  /** Null: nothing can be selected here. */
  readonly all: 'none' | 'some' | 'all' | null
}

export function GridHeader<Row>(props: GridHeaderProps<Row>): ReactNode {
  const { columns, sort, activeColumn, all } = props
  const offset = all === null ? 0 : 1
  return (
    <div role="row" className="grid-row grid-titles" tabIndex={-1} aria-rowindex={1} data-row={-1}>
      {all !== null && (
        <div
          role="columnheader"
          className="grid-check"
          aria-colindex={1}
          tabIndex={activeColumn === 0 ? 0 : -1}
          data-cell={0}
        >
          <span className="hidden-text">{texts.grid.selectAll}</span>
          <input
            type="checkbox"
            tabIndex={-1}
            checked={all === 'all'}
            readOnly
            ref={(box) => {
              if (box !== null) box.indeterminate = all === 'some'
            }}
            aria-label={texts.grid.selectAll}
          />
        </div>
      )}
      {columns.map((column, i) => (
        <div
          key={column.key}
          role="columnheader"
          className={column.isNumber ? 'grid-cell number' : 'grid-cell'}
          aria-colindex={i + offset + 1}
          aria-sort={sortOf(column, sort)}
          tabIndex={activeColumn === i + offset ? 0 : -1}
          data-cell={i + offset}
          data-sortable={column.sortable && props.onSort !== undefined ? '' : undefined}
        >
          <span className="grid-title">{column.title}</span>
          {sort?.key === column.key && (
            <span aria-hidden="true" className="grid-order">
              {sort.descending ? '↓' : '↑'}
            </span>
          )}
          {props.onWidth !== undefined && <Handle {...props} column={column} />}
        </div>
      ))}
    </div>
  )
}

function sortOf<Row>(column: Column<Row>, sort: Sort | undefined) {
  if (!column.sortable) return undefined
  if (sort?.key !== column.key) return 'none'
  return sort.descending ? 'descending' : 'ascending'
}

const narrowest = 64

function Handle<Row>({
  column,
  widthOf,
  onWidth,
}: GridHeaderProps<Row> & { column: Column<Row> }): ReactNode {
  function grab(event: PointerEvent<HTMLSpanElement>): void {
    const from = event.clientX
    const handle = event.currentTarget
    // Where there is little room it is narrower than its own width.
    const width = handle.parentElement?.offsetWidth ?? widthOf(column)
    handle.setPointerCapture(event.pointerId)
    const move = (moved: globalThis.PointerEvent) =>
      onWidth?.(column.key, Math.max(narrowest, Math.round(width + moved.clientX - from)))
    const drop = () => {
      handle.removeEventListener('pointermove', move)
      handle.removeEventListener('pointerup', drop)
    }
    handle.addEventListener('pointermove', move)
    handle.addEventListener('pointerup', drop)
  }
  return <span className="grid-handle" aria-hidden="true" onPointerDown={grab} />
}
