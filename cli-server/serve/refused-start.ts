/** Starts that cannot succeed for a reason that the operator can fix. */

import { CliError, exitCodes } from '../../cli/exit.ts'
import { ListenError } from '../../src/host/listening/bind.ts'
import { LocalPostgresError } from '../../src/host/local-postgres/errors.ts'
import { SeedError } from '../../src/host/seed/seed-file.ts'
import { KeyEncryptionError } from '../../src/storage/secrets/key-encryption.ts'
import { MigrationFailed } from '../../src/storage/sql/apply-migration.ts'
import { DatabaseNotSpread } from '../../src/storage/sql/distribution.ts'
import { DatabaseTooNew, DatabaseUnreachable } from '../../src/storage/sql/migrate.ts'
import { endOf } from '../store/in-words.ts'
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
export function refusedStart(error: unknown): CliError | undefined {
  const outage = outageInWords(error)
  if (outage !== undefined)
    return new CliError(
      `${outage} Start the server again when the database is back: it goes on where it was.`,
      { exitCode: exitCodes.tryLater },
    )
  if (!refusals.some((kind) => error instanceof kind)) return undefined
  return new CliError((error as Error).message, endOf(error))
}
