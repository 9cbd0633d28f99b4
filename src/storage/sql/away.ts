/** Whose doing it is that work failed: the database's, that of other work, or its own. */
import pg from 'pg'
import { Busy } from '../../core/bounded-line.ts'
import { DomainError } from '../../core/errors.ts'
import { DatabaseOutage } from './outage.ts'

/** The database failed, not the work; of a statement that took too long, nobody knows. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof DatabaseOutage)) return error instanceof Busy
  return stateOf(error) !== '57014'
}

/** It waited too long for something that other work holds. */
export function isLocked(error: unknown): boolean {
  return error instanceof DatabaseOutage && stateOf(error) === '55P03'
}

/** It failed by itself, and would again: neither the database nor other work was the reason. */
export function isOwnFault(error: unknown): boolean {
  if (isAway(error) || isLocked(error)) return false
  return (
    error instanceof DatabaseOutage ||
    !(error instanceof DomainError && error.code === 'unavailable')
  )
}

function stateOf({ cause }: DatabaseOutage): string | undefined {
  return cause instanceof pg.DatabaseError ? cause.code : undefined
}
