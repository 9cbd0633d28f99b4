/** A connection of its own, beside the pool. It hears of its own end, so that no end of one ends the process. */
import type { Duplex } from 'node:stream'
import pg from 'pg'
import { connectionTo } from './hosts.ts'

/** How long a database may take to let somebody in. Milliseconds. */
export const connectWithin = 10_000

/** How long a database may take to say goodbye. Milliseconds. */
const endWithin = 2_000

export function newClient(config: pg.ClientConfig): pg.Client {
  const { connectionString } = config
  const { Client, ...to } =
    connectionString === undefined ? { Client: pg.Client } : connectionTo(connectionString)
  const client = new Client({ connectionTimeoutMillis: connectWithin, ...config, ...to })
  // One that breaks between two statements says so by an event; its next statement fails in words.
  client.on('error', () => undefined)
  return client
}

/** Ends it, whether the database hears of that or not. */
export async function endClient(client: pg.Client): Promise<void> {
  const cutOff = setTimeout(() => streamOf(client).destroy(), endWithin)
  await client.end().catch(() => undefined)
  clearTimeout(cutOff)
}

/** What the bytes go through, so that it can be cut. */
export function streamOf(client: pg.ClientBase): Duplex {
  return (client as unknown as { connection: { stream: Duplex } }).connection.stream
}
