/** What the server's own parts throw, as the command line says it. */

import { CliError, type ExitCode, exitCodes } from '../../cli/exit.ts'
import { ConfigError } from '../../src/host/config.ts'
import {
  LocalPostgresError,
  type LocalPostgresFault,
} from '../../src/host/local-postgres/errors.ts'
import { BackupDamaged } from '../../src/storage/backup/manifest.ts'
import { RestoreRefused } from '../../src/storage/backup/restore-backup.ts'
import { NothingToBackUp } from '../../src/storage/backup/write-backup.ts'
import { KeyEncryptionError } from '../../src/storage/secrets/key-encryption.ts'
import { MigrationFailed } from '../../src/storage/sql/apply-migration.ts'
import { DatabaseTooNew, DatabaseUnreachable } from '../../src/storage/sql/migrate.ts'
import { DatabaseOutage } from '../../src/storage/sql/outage.ts'
import { outageInWords } from './outage-in-words.ts'

/** Their messages are written for people. */
const expected = [
  ConfigError,
  LocalPostgresError,
  KeyEncryptionError,
  RestoreRefused,
  NothingToBackUp,
  DatabaseTooNew,
  DatabaseUnreachable,
  MigrationFailed,
]

const passing: ReadonlySet<LocalPostgresFault> = new Set(['disk-full', 'still-ending'])

const unreachable = /^(ECONNREFUSED|ENOTFOUND|EHOSTUNREACH|ETIMEDOUT|28P01|28000|3D000)/

/** A table or a column is not there. */
const otherSchema = /^42(P01|703)$/

/**
 * Runs `work`; what it throws becomes a `CliError` where a person can do something about it. `again`: what running the
 * command once more means after the database went away.
 */
export async function inWords<Result>(
  work: () => Promise<Result>,
  again = 'Run the same command again.',
): Promise<Result> {
  try {
    return await work()
  } catch (thrown) {
    const error = thrown instanceof DatabaseOutage ? thrown.cause : thrown
    const { message, code } = error as NodeJS.ErrnoException
    if (error instanceof BackupDamaged) {
      const hint = 'Use another copy of the backup; nothing was restored from this one.'
      throw new CliError(message, { exitCode: exitCodes.findings, hint, cause: error })
    }
    if (expected.some((kind) => error instanceof kind))
      throw new CliError(message, { ...endOf(error), cause: error })
    throw outage(error, again) ?? ofDatabase(message, code, error)
  }
}

/** The local database can be helped, and the same command then goes on. */
export function endOf(error: unknown): { readonly exitCode?: ExitCode } {
  const passes = error instanceof LocalPostgresError && passing.has(error.code)
  return passes ? { exitCode: exitCodes.tryLater } : {}
}

/** One that was never reached is a matter of the address. */
function outage(cause: unknown, hint: string): CliError | undefined {
  const { code = '' } = cause as NodeJS.ErrnoException
  const words = unreachable.test(code) ? undefined : outageInWords(cause)
  return words === undefined
    ? undefined
    : new CliError(words, { exitCode: exitCodes.tryLater, hint, cause })
}

/** Codes that say nothing to a person leave the error as it is. */
function ofDatabase(message: string, code: string | undefined, cause: unknown): unknown {
  if (otherSchema.test(code ?? '')) {
    const hint = 'Migrate it with: taxiway migrate'
    return new CliError('The database does not have the schema of this version.', { hint, cause })
  }
  if (!unreachable.test(code ?? '')) return cause
  const hint = 'Check TAXIWAY_DATABASE_URL.'
  return new CliError(`The database cannot be used: ${message || code}.`, { hint, cause })
}
