/** The emulator's edge: its refusals look like Graph's, so that one reader of errors does for both. */
import type { ErrorHandler } from 'hono'
import { DomainError, type DomainErrorCode } from '../../core/errors.ts'
import type { EmulatorEnv } from './gate.ts'

const statuses: Partial<Record<DomainErrorCode, 400 | 401 | 403 | 404 | 413>> = {
  'request-invalid': 400,
  'not-authenticated': 401,
  'not-permitted': 403,
  'route-not-found': 404,
  'too-large': 413,
}

export function emulatorErrors(report: (error: unknown) => void): ErrorHandler<EmulatorEnv> {
  return (error, c) => {
    const status = error instanceof DomainError ? statuses[error.code] : undefined
    if (status === undefined) report(error)
    const code = error instanceof DomainError ? error.code : 'internal-error'
    const message = status === undefined ? 'An internal error occurred.' : error.message
    return c.json({ error: { code, message } }, status ?? 500)
  }
}
