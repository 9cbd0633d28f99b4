/**
 * The one grid of the portal: as long a list as one likes with a screenful of rows, walked by keys and by mouse.
 *
 * One cell is the grid's tab stop. Its row stays drawn when it is scrolled away, or the focus would fall to the body.
 */
import { type CSSProperties, type ReactNode, useRef } from 'react'
import { useNarrow } from '../look/use-narrow.ts'
import { texts } from '../texts/texts.ts'
import type { Column } from './column.ts'
import { checkWidth, narrowWidth, wideWidth } from './column-widths.ts'
import type { DataGridProps } from './data-grid-props.ts'
import { GridHeader } from './grid-header.tsx'
import { GridRow } from './grid-row.tsx'
import { countOf, isSelected, type Selection } from './selection.ts'
import { useGridKeys } from './use-grid-keys.ts'
import { useGridWindow } from './use-grid-window.ts'
import { maxPrinted, usePrinting } from './use-printing.ts'

export function DataGrid<Row>(props: DataGridProps<Row>): ReactNode {
  const { name, columns, rows, rowHeight = 36, selection, isShort = false } = props
  const element = useRef<HTMLDivElement>(null)
  const total = rows.total ?? 0
  const { key: list, stale: isStale } = rows
  const about = { total, rowHeight, list, isStale, show: rows.show, ...placeOf(props) }
  const view = useGridWindow(element, about)
  const keys = useGridKeys(element, props, view)
  const { active } = keys
  const widthOf = (column: Column<Row>) => props.widths?.[column.key] ?? column.width
  const growing = growingOf(columns)
  const isNarrow = useNarrow()
  const template = [
    ...(selection === undefined ? [] : [`${checkWidth}px`]),
    ...columns.map((column, i) =>
      isNarrow
        ? narrowWidth(column, i)
        : wideWidth(column, { own: props.widths?.[column.key], grows: column === growing }),
    ),
  ].join(' ')
  const isPrinting = usePrinting()
  const onScreen = withActive(view.drawn, active.row < total ? active.row : -1)
  const drawn = isPrinting ? rows.here(maxPrinted) : onScreen

  return (
    <div
      ref={element}
      role="grid"
      aria-label={name}
      aria-rowcount={rows.total === undefined ? -1 : total + 1}
      aria-colcount={columns.length + (selection === undefined ? 0 : 1)}
      aria-multiselectable={selection === undefined ? undefined : true}
      aria-busy={rows.total === undefined || rows.stale}
      tabIndex={-1}
      className={`grid${isShort ? ' short' : ''}${rows.stale ? ' stale' : ''}`}
      data-cut={cutOf(drawn.length, total)}
      style={{ '--columns': template, '--row': `${rowHeight}px` } as CSSProperties}
      onKeyDown={keys.onKeyDown}
      onClick={keys.onClick}
      onClickCapture={keys.onClickCapture}
      onScroll={view.onScroll}
    >
      <div role="rowgroup" className="grid-head">
        <GridHeader
          columns={columns}
          sort={props.sort}
          onSort={props.onSort}
          onWidth={props.onWidth}
          widthOf={widthOf}
          activeColumn={active.row === -1 ? active.column : -1}
          all={selection === undefined ? null : allOf(selection, total)}
        />
      </div>
      <div role="rowgroup" className="grid-body" style={{ height: `${view.height}px` }}>
        {drawn.map((index) => {
          const row = rows.at(index)
          return (
            <GridRow
              key={index}
              index={index}
              top={view.top(index)}
              row={row}
              name={row === undefined ? '' : props.nameOf(row)}
              columns={columns}
              selected={selectedOf(props, row)}
              activeColumn={active.row === index ? active.column : -1}
            />
          )
        })}
      </div>
    </div>
  )
}

/** In the order of the list. -1 = none. */
function withActive(drawn: readonly number[], row: number): readonly number[] {
  if (row < 0 || drawn.includes(row)) return drawn
  return row < (drawn[0] ?? 0) ? [row, ...drawn] : [...drawn, row]
}

/** What paper says if it does not show all rows. */
function cutOf(drawn: number, total: number): string | undefined {
  return total > drawn ? texts.grid.onPaper(drawn, total) : undefined
}

/** The column that takes what is left; numbers would be dragged away from the others. */
function growingOf<Row>(columns: readonly Column<Row>[]): Column<Row> | undefined {
  const last = columns.at(-1)
  return columns.find(({ grows }) => grows === true) ?? (last?.isNumber === true ? undefined : last)
}

function placeOf<Row>({ onPlace, startRow }: DataGridProps<Row>) {
  return { ...(onPlace && { onPlace }), ...(startRow !== undefined && { startRow }) }
}

function selectedOf<Row>(
  { selection, idOf }: DataGridProps<Row>,
  row: Row | undefined,
): boolean | null {
  if (selection === undefined) return null
  return row !== undefined && isSelected(selection, idOf(row))
}

function allOf(selection: Selection, total: number): 'none' | 'some' | 'all' {
  const count = countOf(selection, total)
  if (count === 0) return 'none'
  return count === total ? 'all' : 'some'
}
