/** The emulator's edge: its refusals look like Graph's, so that one reader of errors does for both. */
import type { ErrorHandler } from 'hono'
import { DomainError } from '../../core/errors.ts'
import { outageWait, plainStatuses } from '../http/plain-statuses.ts'
import type { EmulatorEnv } from './gate.ts'

export function emulatorErrors(report: (error: unknown) => void): ErrorHandler<EmulatorEnv> {
  return (error, c) => {
    if (!(error instanceof DomainError)) {
      report(error)
      const message = 'An internal error occurred.'
      return c.json({ error: { code: 'internal-error', message } }, 500)
    }
    const { code, message, retryAfter } = error
    const status = plainStatuses[code]
    if (status === 503) report(error)
    if (retryAfter !== undefined || status === 503)
      c.header('Retry-After', String(retryAfter ?? outageWait))
    return c.json({ error: { code, message } }, status)
  }
}
