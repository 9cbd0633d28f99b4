/** The OEM edge: every failure leaves here as `{ error: { code, message, requestId } }`. */
import type { ErrorHandler, NotFoundHandler } from 'hono'
import type { DomainErrorCode } from '../../core/errors.ts'
import { failureOf, retryHeader } from '../http/failure.ts'
import { plainStatuses } from '../http/plain-statuses.ts'
import type { RequestEnv } from '../http/request-context.ts'

const statuses = { ...plainStatuses } as const satisfies Record<DomainErrorCode, number>

export function oemErrors(
  report: (error: Error, requestId: string) => void,
): ErrorHandler<RequestEnv> {
  return (error, c) => {
    const requestId = c.get('requestId')
    const failure = failureOf(error)
    const { code, message } = failure
    if (failure.isOurs) report(error, requestId)
    const status = code === 'internal-error' ? failure.status : statuses[code]
    return c.json({ error: { code, message, requestId } }, status, retryHeader(failure))
  }
}

export const noSuchOemRoute: NotFoundHandler<RequestEnv> = (c) => {
  const message = `There is no ${c.req.method} ${c.req.path}. OEMs use /oem/v1/{devices,submissions,inventory,consents/validate,consent-link}.`
  return c.json({ error: { code: 'route-not-found', message, requestId: c.get('requestId') } }, 404)
}
