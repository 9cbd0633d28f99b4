/** The Graph edge: every failure leaves here as an OData error body, and nowhere else. */
import type { Context, ErrorHandler } from 'hono'
import { DomainError, type DomainErrorCode } from '../../core/errors.ts'
import type { RequestEnv } from '../http/request-context.ts'
import type { Fidelity } from './fidelity.ts'
import { intuneText } from './intune-text.ts'
import { isUnread } from './unread.ts'

const faults = {
  'request-invalid': [400, 'BadRequest'],
  'not-authenticated': [401, 'InvalidAuthenticationToken'],
  'not-permitted': [403, 'Forbidden'],
  'device-not-found': [404, 'ResourceNotFound'],
  'import-not-found': [404, 'ResourceNotFound'],
  'not-found': [404, 'ResourceNotFound'],
  conflict: [409, 'Conflict'],
  'version-conflict': [412, 'PreconditionFailed'],
  throttled: [429, 'TooManyRequests'],
  'route-not-found': [400, 'BadRequest'],
  'method-not-allowed': [405, 'MethodNotAllowed'],
  'too-large': [413, 'RequestEntityTooLarge'],
  'unsupported-encoding': [415, 'UnsupportedMediaType'],
  unavailable: [503, 'ServiceUnavailable'],
} as const satisfies Record<DomainErrorCode, readonly [status: number, code: string]>

type Status = (typeof faults)[DomainErrorCode][0] | 500

export type ErrorOptions = {
  /** Told of failures that are our own; the client learns only that there was one. */
  readonly report: (error: Error, requestId: string) => void
  readonly fidelity: Fidelity
}

export function graphErrors({ report, fidelity }: ErrorOptions): ErrorHandler<RequestEnv> {
  return (error, c) => {
    if (error instanceof DomainError) {
      const [status, code] = faults[error.code]
      const retryAfter = error.retryAfter ?? (status === 503 ? 5 : undefined)
      if (retryAfter !== undefined) c.header('Retry-After', String(retryAfter))
      return answerFault(c, status, { code, message: messageOf(c, error, fidelity) })
    }
    report(error, c.get('requestId'))
    return answerFault(c, 500, {
      code: 'InternalServerError',
      message: 'An internal error occurred.',
    })
  }
}

export function answerFault(
  c: Context<RequestEnv>,
  status: Status,
  error: { readonly code: string; readonly message: string },
): Response {
  const innerError = {
    date: new Date().toISOString().slice(0, 19),
    'request-id': c.get('requestId'),
    'client-request-id': c.get('clientRequestId'),
  }
  return c.json({ error: { ...error, innerError } }, status)
}

/** What the gateway in front of Intune refuses by itself, before Intune sees it. [observed] */
const ofGateway: ReadonlySet<DomainErrorCode> = new Set([
  'not-authenticated',
  'throttled',
  'route-not-found',
  'method-not-allowed',
  'too-large',
  'unsupported-encoding',
])

/** Intune puts a JSON text into the message; the gateway and the rest of Graph do not. */
function messageOf(c: Context<RequestEnv>, error: DomainError, fidelity: Fidelity): string {
  const ofIntune = /^\/[^/]+\/devicemanagement\//i.test(new URL(c.req.url).pathname)
  const isPlain = ofGateway.has(error.code) || isUnread(error)
  return fidelity !== 'strict' || !ofIntune || isPlain
    ? error.message
    : intuneText(c, error.message)
}
