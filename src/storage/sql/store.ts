/** The database as ports see it: all of it, or one transaction of it. */
import type { Kysely } from 'kysely'
import type pg from 'pg'
import type { Database } from './schema.ts'

/** Anything that runs statements: the pool, or one connection in a transaction. */
export type Client = Pick<pg.ClientBase, 'query'>

export type Store = {
  readonly db: Kysely<Database>
  readonly pool: Client
  /** Runs `work` in one transaction, and again if it lost a race. Within a transaction it is a savepoint. */
  readonly transaction: <T>(work: (unit: Transaction) => Promise<T>) => Promise<T>
  /** The same for work that must not run twice. */
  readonly once: <T>(work: (unit: Transaction) => Promise<T>) => Promise<T>
}

export type Transaction = Store & { readonly client: Client }

/** The database of a server that runs on it. */
export type ServedStore = Store & {
  /** Like `once`, among few of the tenant's changes at a time: one tenant never takes every connection that writes. */
  readonly onceFor: <T>(tenantId: string, work: (unit: Transaction) => Promise<T>) => Promise<T>
  /** The same for one statement, which needs no transaction around it. */
  readonly aloneFor: <T>(tenantId: string, statement: (client: Client) => Promise<T>) => Promise<T>
  /** Whether it answers at all, known within two seconds whatever else it is busy with. */
  readonly answers: () => Promise<boolean>
}
