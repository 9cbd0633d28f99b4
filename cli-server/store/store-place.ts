/** Which database and which keys a command is about: those that the server of the same environment would use. */
import { readFile, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { unreadable } from '../../cli/context/unreadable.ts'
import { CliError } from '../../cli/exit.ts'
import { readConfig } from '../../src/host/config.ts'
import {
  keyEncryptionKeys,
  keyFileName,
  keyHead,
} from '../../src/storage/secrets/key-encryption.ts'

export type StorePlace = {
  /** Absolute. */
  readonly dataDir: string
  /** Absent: the local database of the data folder. */
  readonly url?: string
  /** Absent: the file in the data folder. */
  readonly keyEncryptionKey?: string
}

export function withStoreOptions(command: Command): Command {
  return command.option(
    '--data-dir <folder>',
    'the data folder (default: TAXIWAY_DATA_DIR, or data)',
  )
}

export function storePlace({ dataDir }: { readonly dataDir?: string }): StorePlace {
  const config = readConfig()
  return {
    dataDir: dataDir === undefined ? config.dataDir : resolve(dataDir),
    ...(config.databaseUrl !== undefined && { url: config.databaseUrl }),
    ...(config.keyEncryptionKey !== undefined && { keyEncryptionKey: config.keyEncryptionKey }),
  }
}

/** The same, where there must be a database already: a mistyped folder must not become an empty one. */
export async function existingStore(options: { readonly dataDir?: string }): Promise<StorePlace> {
  const place = storePlace(options)
  if (place.url === undefined) await refuseMissing(place.dataDir)
  return place
}

/** Refuses a data folder without a local database. */
export async function refuseMissing(dataDir: string): Promise<void> {
  const found = await stat(join(dataDir, 'postgres')).catch(() => undefined)
  if (found !== undefined) return
  throw new CliError(`There is no database in ${dataDir}.`, {
    hint: 'Name the data folder with --data-dir, or a database with TAXIWAY_DATABASE_URL.',
  })
}

export function keyFile({ dataDir }: StorePlace): string {
  return join(dataDir, keyFileName)
}

/** The text of the key-encryption key, or keys; undefined when there is none. */
export async function keyText(place: StorePlace): Promise<string | undefined> {
  if (place.keyEncryptionKey !== undefined) return place.keyEncryptionKey
  return readFile(keyFile(place), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw unreadable(keyFile(place), error)
  })
}

/** Whether these keys open all that a database holds, which names the keys it needs by their heads. */
export async function opensAll(text: string, heads: readonly string[]): Promise<boolean> {
  const keys = await keyEncryptionKeys({ value: text, dataFolder: '' })
  const own = keys.map((key) => keyHead(key).toString('hex'))
  return heads.every((head) => own.includes(head))
}
