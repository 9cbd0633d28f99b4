/** One row; drawn again only when something of it changes. */
import { memo, type ReactNode } from 'react'
import type { Column } from './column.ts'

export type GridRowProps<Row> = {
  readonly index: number
  readonly top: number
  readonly row: Row | undefined
  readonly name: string
  readonly columns: readonly Column<Row>[]
  /** Null: rows cannot be selected here. */
  readonly selected: boolean | null
  /** The column that has the grid's one tab stop; -1 = another row has it. */
  readonly activeColumn: number
}

function PlainGridRow<Row>(props: GridRowProps<Row>): ReactNode {
  const { index, top, row, name, columns, selected, activeColumn } = props
  const offset = selected === null ? 0 : 1
  return (
    <div
      role="row"
      className="grid-row"
      tabIndex={-1}
      aria-rowindex={index + 2}
      aria-selected={selected ?? undefined}
      data-row={index}
      style={{ transform: `translateY(${top}px)` }}
    >
      {selected !== null && (
        <div
          role="gridcell"
          className="grid-check"
          aria-colindex={1}
          tabIndex={tab(activeColumn, 0)}
          data-cell={0}
        >
          <input type="checkbox" tabIndex={-1} checked={selected} readOnly aria-label={name} />
        </div>
      )}
      {columns.map((column, i) => (
        <div
          key={column.key}
          role="gridcell"
          className={column.isNumber ? 'grid-cell number' : 'grid-cell'}
          aria-colindex={i + offset + 1}
          tabIndex={tab(activeColumn, i + offset)}
          data-cell={i + offset}
        >
          {row === undefined ? <span className="grid-bone" /> : shown(column.cell(row))}
        </div>
      ))}
    </div>
  )
}

/** Plain words end in an ellipsis too, where there is no room for them. */
function shown(cell: ReactNode): ReactNode {
  return typeof cell === 'string' ? <span title={cell}>{cell}</span> : cell
}

function tab(active: number, column: number): 0 | -1 {
  return active === column ? 0 : -1
}

export const GridRow = memo(PlainGridRow) as typeof PlainGridRow
