/** The admin API's edge: every failure leaves here as `{ error: { code, message, requestId } }`, and nowhere else. */
import type { ErrorHandler, NotFoundHandler } from 'hono'
import { failureOf, retryHeader } from '../http/failure.ts'
import type { RequestEnv } from '../http/request-context.ts'

/** `report` is called with internal errors; the client learns only that there was one. */
export function adminErrors(
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

export const noSuchRoute: NotFoundHandler<RequestEnv> = (c) => {
  const message = `There is no ${c.req.method} ${c.req.path}. See /admin/v1/openapi.json.`
  return c.json({ error: { code: 'route-not-found', message, requestId: c.get('requestId') } }, 404)
}
