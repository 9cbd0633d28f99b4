/** The edge of health and metrics: plain text, as monitoring expects it. */
import type { ErrorHandler } from 'hono'
import { failureOf, retryHeader } from '../http/failure.ts'

export function operationsErrors(report: (error: unknown) => void): ErrorHandler {
  return (error, c) => {
    const failure = failureOf(error)
    if (failure.isOurs) report(error)
    return c.text(failure.message, failure.status, retryHeader(failure))
  }
}
