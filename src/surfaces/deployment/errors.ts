/** The edge towards devices: every failure leaves here as problem+json (RFC 9457) with a closed `code`. */
import type { ErrorHandler, NotFoundHandler } from 'hono'
import { DeploymentRefusal, type DeploymentRefusalCode } from '../../core/deployment/refusal.ts'
import { failureOf, retryHeader } from '../http/failure.ts'
import type { RequestEnv } from '../http/request-context.ts'

const refusals = {
  'hash-invalid': 400,
  'attestation-key-invalid': 400,
  'certificate-invalid': 400,
  'request-invalid': 400,
  'tpm-required': 422,
  'session-invalid': 401,
  'proof-required': 403,
  'proof-failed': 403,
  'challenge-expired': 410,
  'mode-not-offline': 409,
  'enrollment-blocked': 403,
  'enrollment-refused': 403,
  'certificate-request-invalid': 400,
} as const satisfies Record<DeploymentRefusalCode, number>

type Problem = {
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly retryAfter?: number | undefined
  readonly members?: Readonly<Record<string, string | number>>
}

export function deploymentErrors(
  report: (error: Error, requestId: string) => void,
): ErrorHandler<RequestEnv> {
  return (error, c) => {
    const requestId = c.get('requestId')
    const problem = problemOf(error)
    if (problem.status >= 500) report(error, requestId)
    return answer(problem, requestId)
  }
}

export const noSuchDeviceRoute: NotFoundHandler<RequestEnv> = (c) =>
  answer(
    {
      status: 404,
      code: 'route-not-found',
      detail: `There is no ${c.req.method} ${c.req.path}. Devices use POST /ztd/v1/{challenge,profile,claim,events,certificate} and GET /ztd/v1/keys.`,
    },
    c.get('requestId'),
  )

function problemOf(error: Error): Problem {
  if (error instanceof DeploymentRefusal) {
    const { code, message: detail, members } = error
    return { status: refusals[code], code, detail, members }
  }
  const { message: detail, ...failure } = failureOf(error)
  return { ...failure, detail }
}

function answer(problem: Problem, requestId: string): Response {
  const { status, code, detail, members } = problem
  const body = { type: 'about:blank', title: code, status, detail, code, requestId, ...members }
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...retryHeader(problem),
    },
  })
}
