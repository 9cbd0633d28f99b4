/**
 * A backup of one snapshot, taken while servers keep running: all tables are copied in PostgreSQL's text format,
 * which any later version reads.
 */
import { createHash } from 'node:crypto'
import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { endClient, newClient } from '../sql/client.ts'
import { archiveEnd, type Entry, entryBytes, maxEntryBytes } from './archive.ts'
import {
  type BackupHead,
  headDigestName,
  headName,
  type KeyBox,
  type Manifest,
  manifestName,
  type Tally,
} from './manifest.ts'
import { copySettings, copyTarget, tablesOf } from './tables.ts'
import { counterOf } from './tally-bytes.ts'

/** The database has not been migrated by Taxiway. */
export class NothingToBackUp extends Error {}

export type BackupOrder = {
  readonly connectionString: string
  /** Null: without it. */
  readonly key: KeyBox | null
  /** Called with the head before the first row, and with every completed table. */
  readonly onHead?: (head: BackupHead) => void
  readonly onTable?: (tally: Tally) => void
}

/** The bytes of the archive, uncompressed. */
export async function* writeBackup(order: BackupOrder): AsyncGenerator<Buffer> {
  const client = newClient({
    connectionString: order.connectionString,
    application_name: 'taxiway backup',
  })
  await client.connect()
  try {
    for await (const entry of entriesFrom(client, order)) yield* entryBytes(entry)
    yield archiveEnd
  } finally {
    await endClient(client)
  }
}

async function* entriesFrom(client: pg.Client, order: BackupOrder): AsyncGenerator<Entry> {
  await client.query('begin isolation level repeatable read read only')
  await client.query(copySettings)
  const head = await headOf(client, order)
  // Only a schema change waits for this lock; pg_dump does the same.
  await client.query(
    `lock table ${head.tables.map(({ name }) => `public."${name}"`).join(', ')} in access share mode`,
  )
  order.onHead?.(head)
  const bytes = json(head)
  yield { name: headName, data: bytes }
  const digest = createHash('sha256').update(bytes).digest('hex')
  yield { name: headDigestName, data: Buffer.from(`${digest}\n`) }

  const tables: Tally[] = []
  for (const table of head.tables) {
    const counter = counterOf(table.name)
    const rows = client.query(copyTo(`copy ${copyTarget(table)} to stdout`))
    let number = 0
    for await (const data of inParts(rows)) {
      counter.add(data)
      yield { name: `tables/${table.name}/${String(++number).padStart(6, '0')}.copy`, data }
    }
    const tally = counter.tally()
    if (tally.rows !== rows.rowCount) throw new Error(`${table.name} was not copied whole`)
    tables.push(tally)
    order.onTable?.(tally)
  }
  await client.query('commit')
  const manifest: Manifest = { tables }
  yield { name: manifestName, data: json(manifest) }
}

async function headOf(client: pg.Client, { key }: BackupOrder): Promise<BackupHead> {
  const { rowCount } = await client.query(
    `select where to_regclass('public.schema_migration') is not null`,
  )
  if (rowCount === 0) throw new NothingToBackUp('There is nothing of Taxiway in this database.')
  const { rows: migrations } = await client.query<{ name: string }>(
    'select name from schema_migration order by name',
  )
  // The database's own time, from before the snapshot: whatever was acknowledged earlier is in it.
  const { rows: moment } = await client.query<{ now: Date }>('select now()')
  const { rows: heads } = await client.query<{ head: string }>(
    `select encode(substring(wrapped from 1 for 9), 'hex') as head from installation_secret
     union select encode(substring(wrapped_private_key from 1 for 9), 'hex') from signing_key order by head`,
  )
  return {
    format: 1,
    createdDateTime: moment[0]?.now.toISOString() ?? '',
    migrations: migrations.map(({ name }) => name),
    tables: [...(await tablesOf(client))],
    keyHeads: heads.map(({ head }) => head),
    key,
  }
}

/** The same bytes in larger chunks. */
async function* inParts(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = []
  let length = 0
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; ) {
      const piece = chunk.subarray(at, at + maxEntryBytes - length)
      held.push(piece)
      length += piece.length
      at += piece.length
      if (length < maxEntryBytes) continue
      yield Buffer.concat(held)
      held = []
      length = 0
    }
  }
  if (length > 0) yield Buffer.concat(held)
}

function json(value: object): Buffer {
  return Buffer.from(`${JSON.stringify(value, undefined, 2)}\n`)
}
