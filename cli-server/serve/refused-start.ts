/** Starts that cannot succeed for a reason that the operator can fix. */

import { ListenError } from '../../src/host/listening/bind.ts'
import { LocalPostgresError } from '../../src/host/local-postgres/errors.ts'
import { SeedError } from '../../src/host/seed/seed-file.ts'
import { KeyEncryptionError } from '../../src/storage/secrets/key-encryption.ts'
import { MigrationFailed } from '../../src/storage/sql/apply-migration.ts'
import { DatabaseNotSpread } from '../../src/storage/sql/distribution.ts'
import { DatabaseTooNew, DatabaseUnreachable } from '../../src/storage/sql/migrate.ts'
import { outageInWords } from '../store/outage-in-words.ts'

const refusals = [
  ListenError,
  SeedError,
  LocalPostgresError,
  DatabaseNotSpread,
  DatabaseTooNew,
  DatabaseUnreachable,
  MigrationFailed,
  KeyEncryptionError,
]

/** In words, where that is all a person needs. */
export function refusedStart(error: unknown): string | undefined {
  const outage = outageInWords(error)
  if (outage !== undefined)
    return `${outage} Start the server again when the database is back: it goes on where it was.`
  return refusals.some((kind) => error instanceof kind) ? (error as Error).message : undefined
}
