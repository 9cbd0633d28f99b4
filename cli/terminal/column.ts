/** Columns of what a command prints. */
import type { styleText } from 'node:util'

export type Style = Parameters<typeof styleText>[0]

/** A column: the member of a row it shows (null and undefined as nothing), and its title. */
export type Column<Row> = {
  readonly key: keyof Row & string
  readonly title: string
  /** The colour of a row's value in a table; absent or undefined means none. */
  readonly style?: (row: Row) => Style | undefined
}
