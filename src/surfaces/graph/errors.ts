/** The Graph edge: every failure leaves here as an OData error body, and nowhere else. */
import type { Context, ErrorHandler, NotFoundHandler } from 'hono'
import { DomainError, type DomainErrorCode } from '../../core/errors.ts'
import type { RequestEnv } from '../http/request-context.ts'

const faults = {
  'request-invalid': [400, 'BadRequest'],
  'not-authenticated': [401, 'InvalidAuthenticationToken'],
  'not-permitted': [403, 'Forbidden'],
  'device-not-found': [404, 'ResourceNotFound'],
  'import-not-found': [404, 'ResourceNotFound'],
  'not-found': [404, 'ResourceNotFound'],
  conflict: [409, 'Conflict'],
  throttled: [429, 'TooManyRequests'],
  'route-not-found': [400, 'BadRequest'],
  'method-not-allowed': [405, 'MethodNotAllowed'],
  'too-large': [413, 'RequestEntityTooLarge'],
  'unsupported-encoding': [415, 'UnsupportedMediaType'],
  unavailable: [503, 'ServiceUnavailable'],
} as const satisfies Record<DomainErrorCode, readonly [status: number, code: string]>

/** `report` is told of failures that are our own; the client learns only that there was one. */
export function graphErrors(
  report: (error: Error, requestId: string) => void,
): ErrorHandler<RequestEnv> {
  return (error, c) => {
    if (error instanceof DomainError) {
      const [status, code] = faults[error.code]
      const retryAfter = error.retryAfter ?? (status === 503 ? 5 : undefined)
      if (retryAfter !== undefined) c.header('Retry-After', String(retryAfter))
      return answer(c, status, { code, message: error.message })
    }
    report(error, c.get('requestId'))
    return answer(c, 500, { code: 'InternalServerError', message: 'An internal error occurred.' })
  }
}

/** An unknown path is a 400 that names it. [observed: Graph answers "Resource not found for the segment"] */
export const noSuchSegment: NotFoundHandler<RequestEnv> = (c) => {
  const path = new URL(c.req.url).pathname
  return answer(c, 400, {
    code: 'BadRequest',
    message: `Resource not found for the path '${path}' and method ${c.req.method}.`,
  })
}

function answer(
  c: Context<RequestEnv>,
  status: (typeof faults)[DomainErrorCode][0] | 500,
  error: { code: string; message: string },
): Response {
  const innerError = {
    date: new Date().toISOString().slice(0, 19),
    'request-id': c.get('requestId'),
    'client-request-id': c.get('clientRequestId'),
  }
  return c.json({ error: { ...error, innerError } }, status)
}
