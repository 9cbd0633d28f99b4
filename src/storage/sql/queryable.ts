/** Anything that runs statements: the pool, or one connection in a transaction. */
import type pg from 'pg'

export type Queryable = {
  query<Row extends pg.QueryResultRow>(
    text: string,
    values?: unknown[],
  ): Promise<pg.QueryResult<Row>>
}
