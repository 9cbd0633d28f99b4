/** The Graph edge: every failure leaves here as an OData error body, and nowhere else. */
import type { Context, ErrorHandler } from 'hono'
import { DomainError, type DomainErrorCode } from '../../core/errors.ts'
import { type Failure, failureOf, retryHeader } from '../http/failure.ts'
import { graphError } from '../http/graph-error.ts'
import { pathOf } from '../http/path-of.ts'
import type { RequestEnv } from '../http/request-context.ts'
import type { Fidelity } from './fidelity/fidelity.ts'
import { intuneText } from './fidelity/intune-text.ts'
import { isUnread } from './unread.ts'

/** Graph's code for each refusal. */
const codes = {
  'request-invalid': 'BadRequest',
  'not-authenticated': 'InvalidAuthenticationToken',
  'not-permitted': 'Forbidden',
  'approval-required': 'ApprovalRequired',
  'approval-changed': 'Conflict',
  'approval-needs-another-person': 'Forbidden',
  'plan-ambiguous': 'Conflict',
  'device-not-found': 'ResourceNotFound',
  'import-not-found': 'ResourceNotFound',
  'not-found': 'ResourceNotFound',
  conflict: 'Conflict',
  'version-conflict': 'PreconditionFailed',
  'key-reused': 'UnprocessableEntity',
  'no-relationship': 'Forbidden',
  'relationship-request-decided': 'Conflict',
  'identifier-not-of-channel': 'BadRequest',
  'channel-retired': 'Gone',
  throttled: 'TooManyRequests',
  'route-not-found': 'BadRequest',
  'method-not-allowed': 'MethodNotAllowed',
  'too-large': 'RequestEntityTooLarge',
  'unsupported-encoding': 'UnsupportedMediaType',
  unavailable: 'ServiceUnavailable',
  'internal-error': 'InternalServerError',
} as const satisfies Record<Failure['code'], string>

/** The directory's own words for these. [observed: msgraph-sdk-dotnet#1793, ThomasKur/IntuneDocumentation#70] */
const directoryCodes: Readonly<Record<string, string>> = {
  'request-invalid': 'Request_BadRequest',
  'not-permitted': 'Authorization_RequestDenied',
  'not-found': 'Request_ResourceNotFound',
}
/** One of these is there once for each program. [observed: Azure/reliable-web-app-pattern-java#185] */
const uniqueSets = /^\/[^/]+\/(?:serviceprincipals|oauth2permissiongrants)\/?$/i
/** A name that somebody has is a bad request. [observed: microsoft-graph-docs#1508] */
const takenName = /^\/[^/]+\/users\/?$/i
const ofDirectory =
  /^\/[^/]+\/(?:groups|users|devices|applications|serviceprincipals|oauth2permissiongrants|directoryobjects)(?:[/(]|$)/i

function codeOf(c: Context<RequestEnv>, code: Failure['code'], error: Error): string {
  // What could not be read is refused before the directory sees it.
  const isRead = error instanceof DomainError && !isUnread(error) && !isOfOption.test(error.message)
  const own = isRead && ofDirectory.test(pathOf(c.req)) ? directoryCodes[code] : undefined
  if (code === 'conflict' && uniqueSets.test(pathOf(c.req)))
    return 'Request_MultipleObjectsWithSameKeyValue'
  return own ?? codes[code]
}

export type ErrorOptions = {
  /** Called with internal errors; the client learns only that there was one. */
  readonly report: (error: Error, requestId: string) => void
  readonly fidelity: Fidelity
}

export function graphErrors({ report, fidelity }: ErrorOptions): ErrorHandler<RequestEnv> {
  return (error, c) => {
    const failure = failureOf(error)
    if (failure.isOurs) report(error, c.get('requestId'))
    for (const [name, value] of Object.entries(retryHeader(failure))) c.header(name, value)
    // Graph answers an unknown address with 400, because it parses it as OData.
    const isTaken = failure.code === 'conflict' && takenName.test(pathOf(c.req))
    const isBad = isTaken || failure.code === 'route-not-found'
    return answerFault(c, isBad ? 400 : failure.status, {
      code: codeOf(c, isTaken ? 'request-invalid' : failure.code, error),
      message: error instanceof DomainError ? messageOf(c, error, fidelity) : failure.message,
    })
  }
}

export function answerFault(
  c: Context<RequestEnv>,
  status: Failure['status'],
  error: { readonly code: string; readonly message: string },
): Response {
  const ids = { requestId: c.get('requestId'), clientRequestId: c.get('clientRequestId') }
  return c.json(graphError(error, ids), status)
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

/** How the parsers of query options begin what they refuse. */
const isOfOption = /^Invalid \$(count|expand|filter|orderby|search|select|skip|top)\b/

/** Intune puts JSON text into the message; the gateway and the rest of Graph do not. */
function messageOf(c: Context<RequestEnv>, error: DomainError, fidelity: Fidelity): string {
  const ofIntune = /^\/[^/]+\/devicemanagement\//i.test(new URL(c.req.url).pathname)
  const isPlain = ofGateway.has(error.code) || isUnread(error) || isOfOption.test(error.message)
  return fidelity !== 'strict' || !ofIntune || isPlain
    ? error.message
    : intuneText(c, error.message)
}
