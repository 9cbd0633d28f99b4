import type { ColumnType } from 'kysely'

/** A column that the database fills where nothing is given, and that takes a text too. */
export type Timestamp = ColumnType<Date, Date | string | undefined, Date | string>
