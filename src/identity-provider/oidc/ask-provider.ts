/**
 * Asks oidc-provider, which speaks Node's HTTP, with a fetch request.
 *
 * The provider must believe in one place: HTTPS at the public origin, mounted below the tenant's id. It
 * builds its own addresses from that, so nothing a client writes into a header can bend them.
 */
import { FetchIncomingMessage, toFetchResponse, toReqRes } from 'fetch-to-node'
import type Provider from 'oidc-provider'

/** The header of our own request to the provider that carries the client's address. */
export const addressHeader = 'taxiway-client-address'

/** The header of our own request to the provider that carries the certificate of the connection, DER in Base64. */
export const certificateHeader = 'taxiway-client-certificate'

/** The header of our own request to the provider that carries the address which the client used. */
export const askedHeader = 'taxiway-asked-address'

/** The provider's router sees the path without the mount, its address builder the whole path. */
class MountedMessage extends FetchIncomingMessage {
  originalUrl = ''

  override get socket(): ReturnType<() => FetchIncomingMessage['socket']> {
    return encryptedSocket
  }
}

const encryptedSocket = {
  encrypted: true,
  remoteAddress: undefined,
} as unknown as FetchIncomingMessage['socket']

const transportHeaders = ['connection', 'date', 'keep-alive', 'transfer-encoding', 'vary']

/** A provider's Node callback; making it composes its middleware, so it is made once. */
export type NodeHandler = ReturnType<Provider['callback']>

export type Question = {
  readonly path: string
  readonly method: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** `base` is where the tenant lives for its clients, such as `https://localhost:8443/{tenantId}`. */
export async function askProvider(
  provider: NodeHandler,
  base: URL,
  question: Question,
): Promise<Response> {
  const request = new Request(new URL(question.path, base), {
    method: question.method,
    headers: { ...question.headers, host: base.host, ...lengthOf(question.body) },
    body: question.body ?? null,
  })
  const message = new MountedMessage()
  message.originalUrl = `${base.pathname}${question.path}`
  const { req, res } = toReqRes(request, { createIncomingMessage: () => message })
  const answered = toFetchResponse(res)
  await provider(req, res)
  return withoutTransport(await answered)
}

/** Koa reads a body only where a length announces one. */
function lengthOf(body: string | undefined): Record<string, string> {
  return body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
}

/** The connection is not the provider's to speak of, and no other origin may read these answers. */
function withoutTransport(response: Response): Response {
  const headers = new Headers(response.headers)
  for (const name of [...headers.keys()]) {
    if (name.startsWith('access-control-') || transportHeaders.includes(name)) headers.delete(name)
  }
  return new Response(response.body, { status: response.status, headers })
}
