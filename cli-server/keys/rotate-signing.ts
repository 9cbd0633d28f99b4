/** Changes the key that signs tokens. Servers that run follow within five seconds: they read keys every two. */
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { environment } from '../../cli/context/environment.ts'
import { outputOf } from '../../cli/terminal/output.ts'
import { rotateSigning } from '../../src/identity-provider/door.ts'
import { keyEncryptionKeys, wrapWith } from '../../src/storage/secrets/key-encryption.ts'
import { openStore } from '../../src/storage/sql/database.ts'
import { reachDatabase } from '../store/in-database.ts'
import type { RotateOptions } from './rotate-keys.ts'

export type RotateSigningOptions = RotateOptions & { readonly leaked?: boolean }

export async function rotateSigningKeys(
  { leaked = false, ...options }: RotateSigningOptions,
  command: Command,
): Promise<void> {
  const dataDir = resolve(options.dataDir ?? environment('TAXIWAY_DATA_DIR') ?? 'data')
  const url = options.database ?? environment('TAXIWAY_DATABASE_URL')
  const value = environment('TAXIWAY_KEY_ENCRYPTION_KEY')
  const output = outputOf(command)
  const reached = await reachDatabase({ dataDir, ...(url !== undefined && { url }) })
  const store = openStore({ connectionString: reached.url, maxConnections: 2 })
  try {
    const wrap = wrapWith(...(await keyEncryptionKeys({ value, dataFolder: dataDir })))
    const kid = await rotateSigning(store, wrap, leaked)
    if (output.format === 'json') output.json({ active: kid, withdrawn: leaked })
    else
      output.say(
        leaked
          ? `Tokens are now signed with ${kid}. All earlier keys, and every token they signed, are withdrawn.`
          : 'A new key is published. It signs in five minutes; the one before is accepted for two hours more.',
      )
  } finally {
    await store.close()
    await reached.stop()
  }
}
