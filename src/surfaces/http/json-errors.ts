/** An edge of JSON: every failure leaves as `{ error: { code, message, requestId } }`. */
import type { ErrorHandler, NotFoundHandler } from 'hono'
import { failureOf, retryHeader } from './failure.ts'
import type { RequestEnv } from './request-context.ts'

/** `report` is called with internal errors; the client learns only that there was one. */
export function jsonErrors(
  report: (error: Error, requestId: string) => void,
): ErrorHandler<RequestEnv> {
  return (error, c) => {
    const requestId = c.get('requestId')
    const failure = failureOf(error)
    const { code, message, status } = failure
    if (failure.isOurs) report(error, requestId)
    return c.json({ error: { code, message, requestId } }, status, retryHeader(failure))
  }
}

/** `hint`: what there is instead. */
export function noSuchJsonRoute(hint: string): NotFoundHandler<RequestEnv> {
  return (c) => {
    const message = `There is no ${c.req.method} ${c.req.path}. ${hint}`
    const requestId = c.get('requestId')
    return c.json({ error: { code: 'route-not-found', message, requestId } }, 404)
  }
}
