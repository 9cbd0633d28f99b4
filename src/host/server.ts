/** The listeners: requests in, responses out, a clean shutdown. HTTPS, except for metrics on this machine. */
import {
  createServer as createPlainServer,
  type IncomingMessage,
  type Server as PlainServer,
  type RequestListener,
} from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import { getRequestListener, type HttpBindings } from '@hono/node-server'
import type { Connection } from '../surfaces/http/connection.ts'
import type { Priority } from '../surfaces/http/surface.ts'
import type { AdmissionFigures } from '../surfaces/operations/admission-metrics.ts'
import { type AdmissionOptions, admissionOf, defaultAdmission } from './admission/admission.ts'
import { withTurnover } from './connection-turnover.ts'
import { limitConnections } from './connections.ts'
import { endAfter, requestsInFlight } from './requests-in-flight.ts'
import { nobodyTrusted, type TrustedProxies } from './trusted-proxies.ts'

export type Fetch = (request: Request, connection: Connection) => Response | Promise<Response>

/** The priority of a request, by its URL and headers. */
export type PriorityOf = (request: {
  readonly url: string
  readonly headers: Pick<Headers, 'get'>
}) => Priority

export type ListenOptions = {
  readonly host: string
  /** 0: any free port. */
  readonly port: number
  readonly cert: string
  readonly key: string
  /**
   * This process only serves. Then the adapter may replace the global Request and Response by lighter versions, which
   * make a small read a quarter cheaper. Text responses must then state their content type.
   */
  readonly ownsProcess?: boolean
  /** Limits on requests; absent ones have their defaults. */
  readonly admission?: Partial<AdmissionOptions>
  readonly maxConnections?: number
  /** How long an unused connection stays open, as clients read it. */
  readonly keepAliveSeconds?: number
  /** Others serve the same clients, and connections may go to them while requests wait here. */
  readonly hasOthers?: boolean
  /** Clients are asked for a certificate; those who send none are served all the same. */
  readonly asksForCertificate?: boolean
  /** Reverse proxies whose word about their clients is taken; absent = none. */
  readonly proxies?: TrustedProxies
  /** The setting that names the port, for messages. */
  readonly setting?: string
  /** Called for errors while listening, such as connections that the system could not hand over. */
  readonly onError?: (error: Error) => void
}

export type Listener = {
  readonly port: number
  /** Until this is called, every request is answered with 503. */
  serve(fetch: Fetch, priorityOf?: PriorityOf): void
  /** How many requests are admitted and rejected. */
  readonly admission: () => AdmissionFigures
  /** Before `close`: connections end after their next response, so that clients move to other servers in time. */
  announceEnd(): void
  /** Accepts no more connections, and gives those that are in use `grace` ms to end with a response. */
  close(grace: number): Promise<void>
}

/** More than the minute after which balancers usually close theirs: it is they who close. */
export const maxKeepAliveSeconds = 65

/** The port is in use or not permitted; the message names it and says what to do. */
export class ListenError extends Error {}

export async function listen({
  host,
  port,
  cert,
  key,
  ownsProcess = false,
  onError = () => undefined,
  admission: admissionOptions,
  maxConnections = 2_000,
  keepAliveSeconds = maxKeepAliveSeconds,
  hasOthers = false,
  asksForCertificate = false,
  proxies = nobodyTrusted,
  setting = 'TAXIWAY_PORT',
}: ListenOptions): Promise<Listener> {
  let serving: Fetch = () =>
    new Response('starting', {
      status: 503,
      headers: { 'Content-Type': 'text/plain', 'Retry-After': '1' },
    })
  // Until `serve` is called, every request is answered at once.
  let priorityOf: PriorityOf = () => 'health'
  const inFlight = requestsInFlight()
  const admission = admissionOf({ ...defaultAdmission, ...admissionOptions })
  const admitted = rejectTrace(
    admission.around(
      getRequestListener(
        (request, env) => {
          const { incoming } = env as HttpBindings
          const serve = () => serving(plain(request), connectionOf(incoming, proxies))
          return inFlight.track(() => admission.work(incoming, serve))
        },
        { overrideGlobalObjects: ownsProcess },
      ),
      (incoming) => priorityOf(headOf(incoming)),
    ),
  )
  const turnover = { waiting: () => admission.figures().waiting, letGo: endAfter }
  const server = createServer(
    {
      cert,
      key,
      requestCert: asksForCertificate,
      // Who issued it is for the surface to judge: TLS only sees that the client has its key.
      rejectUnauthorized: false,
      // In ms: limits how long a slow client can hold a connection.
      headersTimeout: 15_000,
      requestTimeout: 120_000,
      handshakeTimeout: 10_000,
      keepAliveTimeout: keepAliveSeconds * 1_000,
      // It stays open longer than promised, since a client may be about to use it.
      keepAliveTimeoutBuffer: (maxKeepAliveSeconds - keepAliveSeconds) * 1_000 + 1_000,
    },
    inFlight.around(hasOthers ? withTurnover(admitted, turnover) : admitted),
  )
  limitConnections(server, maxConnections, proxies)
  server.on('error', onError)
  await bind(server, { host, port, setting })
  return {
    port: (server.address() as AddressInfo).port,
    serve(fetch, givenPriorities = () => 'program') {
      serving = fetch
      priorityOf = givenPriorities
    },
    admission: admission.figures,
    announceEnd: inFlight.announce,
    async close(grace) {
      inFlight.announce()
      admission.stop()
      await close(server, grace)
      // Work of closed connections may still query the database, which is closed next.
      await inFlight.settled(grace)
    },
  }
}

/** The Fetch standard forbids TRACE in `Request`: answer 501 instead of throwing. */
function rejectTrace(listener: RequestListener): RequestListener {
  return (request, response) => {
    if (request.method !== 'TRACE') return listener(request, response)
    response.writeHead(501, { Connection: 'close' }).end()
  }
}

type PlainFetch = (request: Request) => Response | Promise<Response>

/** Plain HTTP for a metrics collector on this machine: on the loopback address only. */
export async function listenPlainly(
  port: number,
  { fetch, onError }: { readonly fetch: PlainFetch; readonly onError: (error: Error) => void },
): Promise<Pick<Listener, 'port' | 'close'>> {
  const server = createPlainServer(
    getRequestListener((request) => fetch(request), { overrideGlobalObjects: false }),
  )
  server.on('error', onError)
  await bind(server, { host: '127.0.0.1', port, setting: 'TAXIWAY_METRICS_PORT' })
  return {
    port: (server.address() as AddressInfo).port,
    close: (grace) => close(server, grace),
  }
}

/**
 * The adapter's requests only imitate `Request`, and the limit on bodies of unknown length needs a real one:
 * without this, every chunked or empty POST would fail.
 */
function plain(request: Request): Request {
  const { method, headers, signal } = request
  if (method === 'GET' || method === 'HEAD' || headers.has('content-length')) return request
  return new Request(request.url, { method, headers, signal, body: request.body, duplex: 'half' })
}

/** URL and headers of a request, without building a `Request`. */
function headOf({ url = '/', headers }: IncomingMessage): Parameters<PriorityOf>[0] {
  return {
    url: `https://${headers.host ?? ''}${url}`,
    headers: { get: (name) => headers[name]?.toString() ?? null },
  }
}

function connectionOf({ socket, headers }: IncomingMessage, proxies: TrustedProxies): Connection {
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

function certificateOf(socket: Socket): Buffer | undefined {
  return socket instanceof TLSSocket ? socket.getPeerX509Certificate()?.raw : undefined
}

type Binding = {
  readonly host: string
  readonly port: number
  /** The setting that names the port. */
  readonly setting: string
}

function bind(server: Server | PlainServer, binding: Binding): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      reject(new ListenError(listenMessage(cause, binding), { cause }))
    })
    server.listen(binding.port, binding.host, resolve)
  })
}

function listenMessage(
  { code, message }: NodeJS.ErrnoException,
  { host, port, setting }: Binding,
): string {
  if (code === 'EADDRINUSE') {
    return `Port ${port} on ${host} is in use. Stop the other program, or choose another: ${setting}=8444 npm start`
  }
  if (code === 'EACCES')
    return `Port ${port} needs more privileges. Choose one above 1023 with ${setting}.`
  if (code === 'EADDRNOTAVAIL') return `This machine has no address ${host}. Check TAXIWAY_HOST.`
  return `Cannot listen on ${host}:${port}: ${message}`
}

function close(server: Server | PlainServer, grace: number): Promise<void> {
  return new Promise((resolve) => {
    const forceCloseTimer = setTimeout(() => server.closeAllConnections(), grace)
    server.close(() => {
      clearTimeout(forceCloseTimer)
      resolve()
    })
    server.closeIdleConnections()
  })
}
