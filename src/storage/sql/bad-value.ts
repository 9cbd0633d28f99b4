import pg from 'pg'
import { DomainError } from '../../core/errors.ts'

/** A value that its column cannot hold, such as an impossible date, is the client's error. */
export function refuseBadValue(error: unknown): never {
  if (error instanceof pg.DatabaseError && error.code?.startsWith('22')) {
    throw new DomainError('request-invalid', `A value cannot be compared: ${error.message}.`, {
      cause: error,
    })
  }
  throw error
}
