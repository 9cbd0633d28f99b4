/** The edge of health and metrics: plain text, as the machines that ask expect it. */
import type { ErrorHandler } from 'hono'
import { DomainError } from '../../core/errors.ts'
import { plainStatuses } from '../http/plain-statuses.ts'

export function operationsErrors(report: (error: unknown) => void): ErrorHandler {
  return (error, c) => {
    const status = error instanceof DomainError ? plainStatuses[error.code] : 500
    if (status >= 500) report(error)
    return c.text(error instanceof DomainError ? error.message : 'internal error', status)
  }
}
