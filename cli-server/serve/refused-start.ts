/** Starts that cannot succeed for a reason that the operator can fix. */

import { ListenError } from '../../src/host/listening/bind.ts'
import { LocalPostgresError } from '../../src/host/local-postgres/errors.ts'
import { SeedError } from '../../src/host/seed/seed-file.ts'
import { KeyEncryptionError } from '../../src/storage/secrets/key-encryption.ts'
import { DatabaseNotSpread } from '../../src/storage/sql/distribution.ts'
import { DatabaseTooNew, DatabaseUnreachable } from '../../src/storage/sql/migrate.ts'

const refusals = [
  ListenError,
  SeedError,
  LocalPostgresError,
  DatabaseNotSpread,
  DatabaseTooNew,
  DatabaseUnreachable,
  KeyEncryptionError,
]

export function isRefusedStart(error: unknown): boolean {
  return refusals.some((kind) => error instanceof kind)
}
