/** The admin API's edge: every failure leaves here as `{ error: { code, message, requestId } }`, and nowhere else. */
import type { ErrorHandler, NotFoundHandler } from 'hono'
import { DomainError } from '../../core/errors.ts'
import { outageWait, plainStatuses } from '../http/plain-statuses.ts'
import type { RequestEnv } from '../http/request-context.ts'

/** `report` is told of failures that are our own; the client learns only that there was one. */
export function adminErrors(
  report: (error: Error, requestId: string) => void,
): ErrorHandler<RequestEnv> {
  return (error, c) => {
    const requestId = c.get('requestId')
    if (!(error instanceof DomainError)) {
      report(error, requestId)
      const message = 'An internal error occurred.'
      return c.json({ error: { code: 'internal-error', message, requestId } }, 500)
    }
    const { code, message, retryAfter } = error
    const status = plainStatuses[code]
    if (status === 503) report(error, requestId)
    if (retryAfter !== undefined || status === 503)
      c.header('Retry-After', String(retryAfter ?? outageWait))
    return c.json({ error: { code, message, requestId } }, status)
  }
}

export const noSuchRoute: NotFoundHandler<RequestEnv> = (c) => {
  const message = `There is no ${c.req.method} ${c.req.path}. See /admin/v1/openapi.json.`
  return c.json({ error: { code: 'route-not-found', message, requestId: c.get('requestId') } }, 404)
}
