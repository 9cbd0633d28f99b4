/** The keyboard and the mouse of a grid. */

import {
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { guardedCell } from 'taxiway-autopilot'
import { copyText } from '../look/clipboard.ts'
import type { DataGridProps } from './data-grid-props.ts'
import { actOf, type GridAct, type Place } from './keys.ts'
import { leaveFrom } from './left-row.ts'
import { allSelected, countOf, nothingSelected, toggled } from './selection.ts'
import type { GridWindow } from './use-grid-window.ts'
import { useSelectRange } from './use-select-range.ts'
import { useWayBack } from './use-way-back.ts'

export type GridKeys = {
  readonly active: Place
  readonly onKeyDown: (event: KeyboardEvent) => void
  readonly onClick: (event: MouseEvent) => void
  /** Before the click leads away. */
  readonly onClickCapture: (event: MouseEvent) => void
}

export function useGridKeys<Row>(
  element: RefObject<HTMLDivElement | null>,
  props: DataGridProps<Row>,
  view: GridWindow,
): GridKeys {
  const { columns, rows, selection } = props
  const total = rows.total ?? 0
  const offset = selection === undefined ? 0 : 1
  const [place, setPlace] = useState<Place>({ row: 0, column: offset })
  const wantsFocus = useRef(false)
  const anchor = useRef(0)
  const selectRange = useSelectRange(props)
  const active =
    total === 0
      ? { row: -1, column: place.column }
      : { ...place, row: Math.min(place.row, total - 1) }

  useLayoutEffect(() => {
    if (!wantsFocus.current) return
    wantsFocus.current = false
    const cell = element.current?.querySelector<HTMLElement>(
      `[data-row="${active.row}"] > [data-cell="${active.column}"]`,
    )
    cell?.focus({ preventScroll: true })
    cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  })
  // After it: what this asks for is drawn next.
  useWayBack(props, { reveal: view.reveal, go: (to) => go(to, false) })

  function go(to: Place, range: boolean): void {
    if (range) selectRange(anchor.current, to.row)
    else anchor.current = to.row
    wantsFocus.current = true
    setPlace(to)
    view.reveal(to.row)
  }

  function toggleAll(): void {
    if (selection === undefined) return
    const isAll = countOf(selection, total) === total && total > 0
    props.onSelection?.(isAll ? nothingSelected : allSelected)
  }

  function toggle(index: number, range: boolean): void {
    if (selection === undefined) return
    if (index === -1) {
      toggleAll()
      return
    }
    const row = rows.at(index)
    if (row === undefined) return
    if (range) {
      selectRange(anchor.current, index)
      return
    }
    anchor.current = index
    props.onSelection?.(toggled(selection, props.idOf(row)))
  }

  const columnAt = (column: number) => columns[column - offset]

  function sort(column: number): void {
    const target = columnAt(column)
    if (target?.sortable) props.onSort?.(target.key)
  }

  function copy(wholeRow: boolean): void {
    const row = rows.at(active.row)
    if (row === undefined) return
    const column = columnAt(active.column)
    const all = columns.map((each) => guardedCell(each.text(row))).join('\t')
    void copyText(wholeRow || column === undefined ? all : column.text(row))
  }

  const doings: Readonly<Record<Exclude<GridAct['act'], 'go' | 'move' | 'resize'>, () => void>> = {
    select: () => toggle(active.row, false),
    range: () => toggle(active.row, true),
    'select-all': () => props.onSelection?.(allSelected),
    clear: () => props.onSelection?.(nothingSelected),
    sort: () => sort(active.column),
    open: () =>
      withActiveRow((row) => {
        leaveFrom(props.idOf(row), active)
        props.onOpen?.(row)
      }),
    edit: () => withActiveRow(props.onEdit),
    copy: () => copy(false),
    'copy-rows': () => copy(true),
  }

  function withActiveRow(work: ((row: Row) => void) | undefined): void {
    const row = rows.at(active.row)
    if (row !== undefined) work?.(row)
  }

  function doAct(act: GridAct): void {
    const key = columnAt(active.column)?.key
    if (act.act === 'go') go(act.to, act.range)
    else if (act.act === 'move' && key !== undefined) props.onMove?.(key, act.by)
    else if (act.act === 'resize' && key !== undefined) widen(key, act.by)
    else if (act.act !== 'move' && act.act !== 'resize') doings[act.act]()
  }

  function widen(key: string, by: number): void {
    const column = columns.find((each) => each.key === key)
    const width = props.widths?.[key] ?? column?.width ?? 0
    props.onWidth?.(key, Math.max(64, width + by))
  }

  return {
    active,
    onKeyDown(event) {
      const { key, ctrlKey, metaKey, shiftKey, altKey } = event
      const pressed = { key, ctrl: ctrlKey || metaKey, shift: shiftKey, alt: altKey }
      const sizes = { rows: total, columns: columns.length + offset, page: view.page }
      const act = actOf(pressed, active, sizes)
      if (act === undefined) return
      if (act.act === 'clear' && selection !== undefined && countOf(selection, total) === 0) return
      event.preventDefault()
      doAct(act)
    },
    onClickCapture({ target }) {
      const place = placeOf(target as HTMLElement)
      const row = place && rows.at(place.row)
      if (row !== undefined && place !== undefined && (target as HTMLElement).closest('a') !== null)
        leaveFrom(props.idOf(row), place)
    },
    onClick(event) {
      const place = placeOf(event.target as HTMLElement)
      if (place === undefined) return
      const { row, column } = place
      setPlace(place)
      if (column === 0 && offset === 1) return toggle(row, event.shiftKey)
      if (row === -1 && !(event.target as HTMLElement).matches('.grid-handle')) return sort(column)
      if (!event.shiftKey) anchor.current = row
    },
  }
}

function placeOf(target: HTMLElement): Place | undefined {
  const cell = target.closest<HTMLElement>('[data-cell]')
  const line = cell?.closest<HTMLElement>('[data-row]')
  if (cell === null || line === null || line === undefined) return undefined
  return { row: Number(line.dataset['row']), column: Number(cell.dataset['cell']) }
}
