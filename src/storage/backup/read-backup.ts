/**
 * Reads a backup from its first byte to its last and verifies it. What is done with the tables is up to the caller,
 * who must not commit it before this has returned.
 */
import { createHash } from 'node:crypto'
import { createGunzip } from 'node:zlib'
import { type Entry, entriesOf } from './archive.ts'
import {
  BackupDamaged,
  type BackupHead,
  type BackupTable,
  headDigestName,
  headName,
  type Manifest,
  manifestName,
  parseHead,
  parseManifest,
  type Tally,
} from './manifest.ts'
import { counterOf } from './tally-bytes.ts'

export type BackupUse = {
  /** Inspects the head before any table; throws if the backup is not wanted. */
  begin(head: BackupHead): Promise<void>
  /** Receives all rows of one table. */
  table(table: BackupTable, parts: AsyncIterable<Buffer>): Promise<void>
}

export type WholeBackup = { readonly head: BackupHead; readonly tables: readonly Tally[] }

/** Throws `BackupDamaged` as soon as anything differs from what was written. */
export async function readBackup(
  compressed: NodeJS.ReadableStream,
  use: BackupUse,
): Promise<WholeBackup> {
  const entries = entriesOf(unzipped(compressed))
  const head = await headOf(entries)
  await use.begin(head)

  let next = await entries.next()
  async function* partsOf(prefix: string): AsyncGenerator<Buffer> {
    while (!next.done && next.value.name.startsWith(prefix)) {
      yield next.value.data
      next = await entries.next()
    }
  }
  const tables: Tally[] = []
  for (const table of head.tables) {
    const counter = counterOf(table.name)
    await use.table(table, counted(partsOf(`tables/${table.name}/`), counter.add))
    tables.push(counter.tally())
  }
  refuseDifferent(manifestOf(next), tables)
  if (!(await entries.next()).done) throw new BackupDamaged('something follows its end')
  return { head, tables }
}

async function headOf(entries: AsyncGenerator<Entry>): Promise<BackupHead> {
  const head = await entries.next()
  if (head.done || head.value.name !== headName) throw new BackupDamaged('it has no head')
  const stated = await entries.next()
  const digest = createHash('sha256').update(head.value.data).digest('hex')
  const isSame = !stated.done && stated.value.data.toString('latin1').trim() === digest
  if (!isSame || stated.value.name !== headDigestName) {
    throw new BackupDamaged('its head is not as it was written')
  }
  return parseHead(head.value.data)
}

async function* unzipped(compressed: NodeJS.ReadableStream): AsyncGenerator<Buffer> {
  const gunzip = createGunzip()
  compressed.on('error', (error) => gunzip.destroy(error))
  try {
    yield* compressed.pipe(gunzip)
  } catch (cause) {
    const isOfZlib = /^Z_/.test((cause as NodeJS.ErrnoException).code ?? '')
    throw isOfZlib ? new BackupDamaged('it is not a whole gzip file', { cause }) : cause
  }
}

async function* counted(
  parts: AsyncIterable<Buffer>,
  count: (bytes: Buffer) => void,
): AsyncGenerator<Buffer> {
  for await (const part of parts) {
    count(part)
    yield part
  }
}

function manifestOf(next: IteratorResult<Entry, unknown>): Manifest {
  if (next.done) throw new BackupDamaged('it has no manifest')
  if (next.value.name !== manifestName) {
    throw new BackupDamaged(`${next.value.name} is out of place`)
  }
  return parseManifest(next.value.data)
}

function refuseDifferent(manifest: Manifest, tables: readonly Tally[]): void {
  const stated = new Map(manifest.tables.map((each) => [each.name, each]))
  for (const { name, rows, bytes, sha256 } of tables) {
    const wanted = stated.get(name)
    if (wanted?.rows !== rows || wanted.bytes !== bytes || wanted.sha256 !== sha256) {
      throw new BackupDamaged(`the table ${name} is not as it was written`)
    }
  }
}
