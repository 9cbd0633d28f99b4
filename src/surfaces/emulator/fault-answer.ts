/** What a client gets when a fault is injected into its request. */
import { setTimeout as pause } from 'node:timers/promises'
import { partnerCenterHost } from 'taxiway-autopilot'
import type { FaultAnswer } from '../../core/emulator/fault.ts'
import type { Connection } from '../http/connection.ts'
import { graphError } from '../http/graph-error.ts'

export type Played = {
  /** The true answer, if the fault needs it. */
  readonly answer: () => Promise<Response>
  readonly request: Request
  readonly connection: Connection
  /** The origin in links, as the client knows it. */
  readonly origin: string
}

/** Null = no answer: the connection is dropped. */
export async function playFault(fault: FaultAnswer, played: Played): Promise<Response | null> {
  const { answer, request, connection } = played
  if (fault.delaySeconds !== undefined) {
    await pause(fault.delaySeconds * 1000, undefined, { signal: request.signal }).catch(
      () => undefined,
    )
  }
  if (fault.drop === true) return null
  if (refuses(fault)) return refusal(fault, request)
  const response = await answer()
  if (fault.loopNextLink === true) return await withLoop(response, played)
  if (fault.truncate === true) return await cutOff(response, connection)
  return response
}

function refuses({ status, code, message, retryAfter }: FaultAnswer): boolean {
  return [status, code, message, retryAfter].some((each) => each !== undefined)
}

/** [documented: Graph error responses and resource types] */
const codes: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'InvalidAuthenticationToken',
  403: 'Forbidden',
  404: 'ResourceNotFound',
  409: 'Conflict',
  429: 'TooManyRequests',
  500: 'InternalServerError',
  502: 'BadGateway',
  503: 'ServiceUnavailable',
  504: 'GatewayTimeout',
}

function refusal(fault: FaultAnswer, request: Request): Response {
  const { status = fault.retryAfter === undefined ? 400 : 429, retryAfter } = fault
  const code = fault.code ?? codes[status] ?? 'UnknownError'
  const message = fault.message ?? 'This answer was ordered from the emulator.'
  // Without the header the SDK of Partner Center ends in a null reference. [observed]
  const wait = retryAfter ?? (status === 429 && isPartnerRequest(request) ? 1 : undefined)
  const requestId = crypto.randomUUID()
  const clientRequestId = request.headers.get('client-request-id') ?? requestId
  const body = isTokenRequest(request)
    ? { error: code, error_description: message }
    : isPartnerRequest(request)
      ? partnerBody({ status, code, message })
      : graphError({ code, message }, { requestId, clientRequestId })
  return Response.json(body, {
    status,
    headers: {
      'request-id': requestId,
      'client-request-id': clientRequestId,
      ...(wait !== undefined && { 'Retry-After': String(wait) }),
    },
  })
}

/** RFC 6749 section 5.2 has its own shape. */
function isTokenRequest(request: Request): boolean {
  return /\/oauth2\//i.test(new URL(request.url).pathname)
}

/** Partner Center's own shapes; of its 429 clients read another. [documented: Partner Center, throttling guidance] */
function partnerBody({ status, code, message }: { status: number; code: string; message: string }) {
  return status === 429
    ? { statusCode: status, message }
    : { code, description: message, data: [], source: 'Taxiway Partner Center' }
}

function isPartnerRequest(request: Request): boolean {
  const { hostname, pathname } = new URL(request.url)
  return (
    hostname === partnerCenterHost ||
    /^\/+(partnercenter|v1\/+(customers|relationships))(\/|$)/i.test(pathname)
  )
}

/** A page that links to itself. [observed: microsoft-graph-docs#8186] */
async function withLoop(response: Response, { request, origin }: Played): Promise<Response> {
  const page: unknown = await response
    .clone()
    .json()
    .catch(() => undefined)
  if (typeof page !== 'object' || page === null || !('value' in page)) return response
  const { pathname, search } = new URL(request.url)
  const headers = new Headers(response.headers)
  headers.delete('content-length')
  const looping = { ...page, '@odata.nextLink': `${origin}${pathname}${search}` }
  return Response.json(looping, { status: response.status, headers })
}

/** Announces the whole body and breaks off halfway. */
async function cutOff(response: Response, connection: Connection): Promise<Response> {
  const whole = new Uint8Array(await response.arrayBuffer())
  const headers = new Headers(response.headers)
  headers.set('content-length', String(Math.max(whole.length, 2)))
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(whole.slice(0, Math.floor(whole.length / 2)))
    },
    // There is nothing more to read: by then the first half has been sent.
    async pull() {
      await pause(20)
      connection.drop()
    },
  })
  return new Response(body, { status: response.status, headers })
}
