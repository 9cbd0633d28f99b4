/** The grid of the device list, with its state in the address. */
import { type ReactNode, useEffect, useRef } from 'react'
import type { Device } from 'taxiway-autopilot/admin'
import { useLocation } from 'wouter'
import type { Column } from '../../grid/column.ts'
import { DataGrid } from '../../grid/data-grid.tsx'
import type { Rows } from '../../grid/rows.ts'
import type { Selection } from '../../grid/selection.ts'
import { Empty } from '../../look/states.tsx'
import { useNarrow } from '../../look/use-narrow.ts'
import { texts } from '../../texts/texts.ts'
import { deviceColumns, nameOfDevice } from './columns.tsx'
import { keepColumns, useShownColumns } from './kept-columns.ts'
import { densities, type ListState } from './list-state.ts'
import type { ChangeList } from './use-list-state.ts'

export type DeviceGridProps = {
  readonly state: ListState
  readonly rows: Rows<Device>
  readonly selection: Selection
  readonly onSelection: (selection: Selection) => void
  readonly onChange: ChangeList
  readonly onEdit: (device: Device) => void
}

const idOf = ({ id }: Device) => id

export function DeviceGrid({
  state,
  rows,
  selection,
  onSelection,
  onChange,
  onEdit,
}: DeviceGridProps): ReactNode {
  const [, navigate] = useLocation()
  const isNarrow = useNarrow()
  const writing = useRef<ReturnType<typeof setTimeout>>(undefined)
  // Nobody who has opened a device meanwhile is brought back to the list by the place that it had.
  useEffect(() => () => clearTimeout(writing.current), [])
  const keys = useShownColumns(state.columns)
  const columns = columnsOf(keys).filter((column) => !isNarrow || column.phone)
  const descending = state.sort.startsWith('-')
  const sort = { key: state.sort.replace(/^-/, ''), descending }
  if (rows.total === 0)
    return (
      <Empty
        picture="windsock"
        title={texts.deviceList.noMatchTitle}
        text={texts.deviceList.noMatch}
      />
    )

  function move(key: string, by: number): void {
    const from = keys.indexOf(key)
    const to = from + by
    if (to < 0 || to >= keys.length) return
    const next = keys.toSpliced(from, 1).toSpliced(to, 0, key)
    keepColumns(next)
    onChange({ columns: next }, true)
  }

  return (
    <DataGrid
      name={texts.deviceList.title}
      columns={columns}
      rows={rows}
      idOf={idOf}
      nameOf={nameOfDevice}
      rowHeight={densities[state.density]}
      sort={sort}
      onSort={(key) =>
        onChange({ sort: key === sort.key && !descending ? `-${key}` : key, row: 0 })
      }
      selection={selection}
      onSelection={onSelection}
      onOpen={({ id }) => {
        clearTimeout(writing.current)
        navigate(`/devices/${id}`)
      }}
      onEdit={onEdit}
      widths={state.widths}
      onWidth={(key, width) => onChange({ widths: { ...state.widths, [key]: width } }, true)}
      onMove={move}
      startRow={state.row}
      onPlace={(row) => {
        // The address follows once the scrolling rests; browsers limit how often it may change.
        clearTimeout(writing.current)
        writing.current = setTimeout(() => onChange({ row }, true), 400)
      }}
    />
  )
}

function columnsOf(keys: readonly string[]): readonly Column<Device>[] {
  return keys.flatMap((key) => deviceColumns.find((column) => column.key === key) ?? [])
}
