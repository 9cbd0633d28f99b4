/** How a grid's column is declared. */
import type { ReactNode } from 'react'

export type Column<Row> = {
  /** Also its name in the address. */
  readonly key: string
  readonly title: string
  /** Pixels, until somebody changes it. */
  readonly width: number
  readonly sortable?: boolean
  /** Numbers stand at the right. */
  readonly isNumber?: boolean
  /** Takes the room that is left; without one the last column does. */
  readonly grows?: boolean
  /** Shown where there is little room. */
  readonly phone?: boolean
  readonly cell: (row: Row) => ReactNode
  /** What copying the cell gives. */
  readonly text: (row: Row) => string
}

export type Sort = { readonly key: string; readonly descending: boolean }
