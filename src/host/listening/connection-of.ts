/** What is known of a request before it is read: whose connection it is, and what it asks for. */
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import type { Connection } from '../../surfaces/http/connection.ts'
import type { Priority } from '../../surfaces/http/surface.ts'
import type { TrustedProxies } from './trusted-proxies.ts'

/** The priority of a request, by its URL and headers. */
export type PriorityOf = (request: {
  readonly url: string
  readonly headers: Pick<Headers, 'get'>
}) => Priority

/**
 * The adapter's requests only imitate `Request`, and the limit on bodies of unknown length needs a real one:
 * without this, every chunked or empty POST would fail.
 */
export function plain(request: Request): Request {
  const { method, headers, signal } = request
  if (method === 'GET' || method === 'HEAD' || headers.has('content-length')) return request
  return new Request(request.url, { method, headers, signal, body: request.body, duplex: 'half' })
}

/** URL and headers of a request, without building a `Request`. */
export function headOf({ url = '/', headers }: IncomingMessage): Parameters<PriorityOf>[0] {
  return {
    url: `https://${headers.host ?? ''}${url}`,
    headers: { get: (name) => headers[name]?.toString() ?? null },
  }
}

export function connectionOf(
  { socket, headers }: IncomingMessage,
  proxies: TrustedProxies,
): Connection {
  const peer = socket.remoteAddress
  const address = peer === undefined ? undefined : proxies.clientOf(peer, headers)
  const forwarded = peer === undefined ? undefined : proxies.certificateOf(peer, headers)
  const clientCertificate = certificateOf(socket) ?? forwarded
  return {
    ...(address !== undefined && { address }),
    ...(clientCertificate !== undefined && { clientCertificate }),
    drop: () => socket.destroy(),
  }
}

const shown = new WeakMap<TLSSocket, Buffer | undefined>()

/** Read once: a connection shows its certificate in its handshake, and none later. */
function certificateOf(socket: Socket): Buffer | undefined {
  if (!(socket instanceof TLSSocket)) return undefined
  if (!shown.has(socket)) shown.set(socket, socket.getPeerX509Certificate()?.raw)
  return shown.get(socket)
}
