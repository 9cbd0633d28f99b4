/**
 * Rotates the key-encryption key. The old key stays readable in the file until everything is wrapped with
 * the new one, so that a rotation that is interrupted loses nothing and is simply begun again.
 */
import { randomBytes } from 'node:crypto'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { environment } from '../../cli/context/environment.ts'
import { replaceFile } from '../../cli/context/replace-file.ts'
import { CliError } from '../../cli/exit.ts'
import { outputOf } from '../../cli/terminal/output.ts'
import {
  type KeyEncryptionKeys,
  keyEncryptionKeys,
  keyFileName,
} from '../../src/storage/secrets/key-encryption.ts'
import { rewrapAll } from '../../src/storage/secrets/rewrap.ts'
import { openStore } from '../../src/storage/sql/database.ts'
import { isServed, type Reached, reachDatabase } from '../store/in-database.ts'

export type RotateOptions = { readonly database?: string; readonly dataDir?: string }

export async function rotateKeys(options: RotateOptions, command: Command): Promise<void> {
  const dataDir = resolve(options.dataDir ?? environment('TAXIWAY_DATA_DIR') ?? 'data')
  const url = options.database ?? environment('TAXIWAY_DATABASE_URL')
  const output = outputOf(command)
  const value = environment('TAXIWAY_KEY_ENCRYPTION_KEY')
  const reached = await reachDatabase({ dataDir, ...(url !== undefined && { url }) })
  if (value === undefined) await refuseServed(reached)
  const store = openStore({ connectionString: reached.url, maxConnections: 2 })
  try {
    const known = await keyEncryptionKeys({ value, dataFolder: dataDir })
    const keys = value === undefined ? await withNewKey(dataDir, known) : known
    if (keys.length < 2) {
      throw new CliError('TAXIWAY_KEY_ENCRYPTION_KEY contains only one key.', {
        hint: 'Give the new key and the old one, separated by a comma.',
      })
    }
    const values = await rewrapAll(store.pool, keys)
    if (value === undefined) await keep(dataDir, [keys[0]])
    if (output.format === 'json') output.json({ rewrapped: values })
    else output.say(`${values} stored values are now encrypted with the new key.`)
    output.say(
      value === undefined
        ? `The old key is gone from ${join(dataDir, keyFileName)}. Earlier backups still need it.`
        : 'The old key can be left out of TAXIWAY_KEY_ENCRYPTION_KEY now. Earlier backups still need it.',
    )
  } finally {
    await store.close()
    await reached.stop()
  }
}

async function refuseServed({ inUse, url }: Reached): Promise<void> {
  if (!inUse && !(await isServed(url))) return
  throw new CliError('A server is using this database and would not know the new key.', {
    hint: 'Stop it, run this command, and start it again.',
  })
}

/** The file's keys with a new one before them; an interrupted rotation goes on with the one that it made. */
async function withNewKey(dataDir: string, known: KeyEncryptionKeys): Promise<KeyEncryptionKeys> {
  if (known.length > 1) return known
  const keys = [randomBytes(32), ...known] as const
  await keep(dataDir, keys)
  return keys
}

async function keep(dataDir: string, keys: readonly Buffer[]): Promise<void> {
  const lines = keys.map((key) => `${key.toString('base64')}\n`).join('')
  await replaceFile(join(dataDir, keyFileName), lines)
}
