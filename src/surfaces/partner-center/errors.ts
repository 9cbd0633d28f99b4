/**
 * Partner Center's edge: `{ code, description, data, source }`, but for 429. The SDK repeats whatever is not 400, 401,
 * 403, 404, 409, 417 or 429, so every permanent refusal is one of these. [observed: Partner Center .NET SDK 3.4.0]
 */
import type { ErrorHandler, NotFoundHandler } from 'hono'
import type { DomainErrorCode } from '../../core/errors.ts'
import { type Failure, failureOf, retryHeader } from '../http/failure.ts'
import type { RequestEnv } from '../http/request-context.ts'

type Refusal = {
  readonly status: 400 | 401 | 403 | 404 | 409 | 429 | 500 | 503
  readonly code: string
}

const source = 'Taxiway Partner Center'
const notFound = { status: 404, code: '1000' } as const
const invalid = { status: 400, code: '3000' } as const
const conflict = { status: 409, code: '409' } as const

/** [documented: Partner Center, error codes; of conflicts none is published] */
const refusals = {
  'request-invalid': invalid,
  'not-authenticated': { status: 401, code: '400' },
  'not-permitted': { status: 403, code: '900150' },
  'approval-needs-another-person': { status: 403, code: '900150' },
  'approval-required': { status: 403, code: '2032' },
  'approval-changed': conflict,
  'plan-ambiguous': conflict,
  'no-relationship': { status: 403, code: '20002' },
  'device-not-found': notFound,
  'import-not-found': notFound,
  'not-found': notFound,
  conflict,
  'version-conflict': conflict,
  'key-reused': conflict,
  'relationship-request-decided': conflict,
  'identifier-not-of-channel': invalid,
  'channel-retired': invalid,
  throttled: { status: 429, code: '429' },
  'route-not-found': notFound,
  'method-not-allowed': notFound,
  'too-large': invalid,
  'unsupported-encoding': invalid,
  unavailable: { status: 503, code: '503' },
  'internal-error': { status: 500, code: '500' },
} as const satisfies Record<DomainErrorCode | 'internal-error', Refusal>

export function partnerCenterErrors(
  report: (error: Error, requestId: string) => void,
): ErrorHandler<RequestEnv> {
  return (error, c) => {
    const failure = failureOf(error)
    if (failure.isOurs) report(error, c.get('requestId'))
    return answer(failure)
  }
}

export const noSuchPartnerRoute: NotFoundHandler<RequestEnv> = (c) =>
  answer({
    ...failureOf(undefined),
    code: 'route-not-found',
    message: `There is no ${c.req.method} ${c.req.path} in this Partner Center.`,
  })

/** A conflict that ends by itself is sent again by the SDK only as 503. [observed: Partner Center .NET SDK 3.4.0] */
function codeOf({ code, retryAfter }: Failure): keyof typeof refusals {
  return code === 'conflict' && retryAfter !== undefined ? 'unavailable' : code
}

/** Of 429 the SDK loses the wait if its body looks like an error's. */
function answer(failure: Failure): Response {
  const { status, code } = refusals[codeOf(failure)]
  const { message, subject } = failure
  const headers = retryHeader(status === 429 ? { retryAfter: failure.retryAfter ?? 1 } : failure)
  const body =
    status === 429
      ? { statusCode: status, message }
      : {
          code,
          description: message.slice(0, 1_024),
          data: subject === undefined ? [] : [subject],
          source,
        }
  return Response.json(body, { status, headers })
}
