/** The edge towards other management services: every failure leaves here as `{ error: { code, message, requestId } }`. */
import type { ErrorHandler, NotFoundHandler } from 'hono'
import { failureOf, retryHeader } from '../http/failure.ts'
import type { RequestEnv } from '../http/request-context.ts'

export function relayErrors(
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

export const noSuchRelayRoute: NotFoundHandler<RequestEnv> = (c) => {
  const message = `There is no ${c.req.method} ${c.req.path}. Results are relayed with POST /omadm/results.`
  return c.json({ error: { code: 'route-not-found', message, requestId: c.get('requestId') } }, 404)
}
