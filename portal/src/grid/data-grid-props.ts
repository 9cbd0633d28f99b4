/** What a grid shows, and what it reports. */
import type { Column, Sort } from './column.ts'
import type { Rows } from './rows.ts'
import type { Selection } from './selection.ts'

export type DataGridProps<Row> = {
  readonly name: string
  readonly columns: readonly Column<Row>[]
  readonly rows: Rows<Row>
  readonly idOf: (row: Row) => string
  /** What a screen reader calls the row. */
  readonly nameOf: (row: Row) => string
  readonly rowHeight?: number
  readonly sort?: Sort | undefined
  readonly onSort?: (key: string) => void
  readonly selection?: Selection
  readonly onSelection?: (selection: Selection) => void
  readonly onOpen?: (row: Row) => void
  readonly onEdit?: (row: Row) => void
  readonly widths?: Readonly<Record<string, number>>
  readonly onWidth?: (key: string, width: number) => void
  readonly onMove?: (key: string, by: number) => void
  /** The first row on the screen, for a way back to this very place. */
  readonly onPlace?: (row: number) => void
  readonly startRow?: number
  /** A short list is as high as its rows. */
  readonly isShort?: boolean
}
