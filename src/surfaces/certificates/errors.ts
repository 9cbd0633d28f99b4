/** The edge of the public pages about certificates. */
import type { ErrorHandler } from 'hono'
import { failureOf, retryHeader } from '../http/failure.ts'

export function certificateErrors(report: (error: unknown) => void): ErrorHandler {
  return (error, c) => {
    const failure = failureOf(error)
    if (failure.isOurs) report(error)
    const { code, message } = failure
    return c.json({ error: { code, message } }, failure.status, retryHeader(failure))
  }
}
