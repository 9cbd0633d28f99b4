/** The listeners: web requests in, web responses out, an orderly end. HTTPS, but for metrics on this machine. */
import {
  createServer as createPlainServer,
  type IncomingMessage,
  type Server as PlainServer,
  type RequestListener,
} from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { getRequestListener, type HttpBindings } from '@hono/node-server'
import type { Connection } from '../surfaces/http/connection.ts'
import type { Priority } from '../surfaces/http/surface.ts'
import type { AdmissionFigures } from '../surfaces/operations/admission-metrics.ts'
import { type AdmissionOptions, admissionOf, usualAdmission } from './admission/admission.ts'
import { limitConnections } from './connections.ts'
import { requestsInHand } from './requests-in-hand.ts'

export type Fetch = (request: Request, connection: Connection) => Response | Promise<Response>

/** Who comes first, by the first lines of a request. */
export type PriorityOf = (request: {
  readonly url: string
  readonly headers: Pick<Headers, 'get'>
}) => Priority

export type ListenOptions = {
  readonly host: string
  /** 0 = any free one. */
  readonly port: number
  readonly cert: string
  readonly key: string
  /**
   * This process serves and does nothing else. Then the adapter may put lighter forms in the place of the global
   * Request and Response, which cost a quarter less of a small read. An answer of text must say its type.
   */
  readonly ownsProcess?: boolean
  /** How many requests are let in, and how many connections; what is absent is as usual. */
  readonly admission?: Partial<AdmissionOptions>
  readonly maxConnections?: number
  /** Told of what goes wrong while it listens, such as connections that the system could not hand over. */
  readonly onError?: (error: Error) => void
}

export type Listener = {
  readonly port: number
  /** Until this is called every request is answered with 503. */
  serve(fetch: Fetch, priorityOf?: PriorityOf): void
  /** What is let in, and what was sent away. */
  readonly admission: () => AdmissionFigures
  /** Before `close`: connections end after their next answer, so that clients go elsewhere before it is refused here. */
  announceEnd(): void
  /** Takes no more connections and no more requests, lets what runs finish for `grace` ms at most. */
  close(grace: number): Promise<void>
}

/** The port is in use or not allowed; the message says which and what to do. */
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
}: ListenOptions): Promise<Listener> {
  let serving: Fetch = () =>
    new Response('starting', {
      status: 503,
      headers: { 'Content-Type': 'text/plain', 'Retry-After': '1' },
    })
  // Until there is somebody to ask, everything is answered at once.
  let priorityOf: PriorityOf = () => 'health'
  const ending = requestsInHand()
  const admission = admissionOf({ ...usualAdmission, ...admissionOptions })
  const server = createServer(
    {
      cert,
      key,
      // A client that dribbles its request holds a connection for this long at most (ms).
      headersTimeout: 15_000,
      requestTimeout: 120_000,
      handshakeTimeout: 10_000,
      keepAliveTimeout: 65_000,
    },
    ending.around(
      rejectTrace(
        admission.around(
          getRequestListener(
            (request, env) => {
              const { incoming } = env as HttpBindings
              const serve = () => serving(plain(request), connectionOf(incoming))
              return ending.track(() => admission.work(incoming, serve))
            },
            { overrideGlobalObjects: ownsProcess },
          ),
          (incoming) => priorityOf(addressed(incoming)),
        ),
      ),
    ),
  )
  limitConnections(server, maxConnections)
  server.on('error', onError)
  await bind(server, { host, port, setting: 'TAXIWAY_PORT' })
  return {
    port: (server.address() as AddressInfo).port,
    serve(fetch, givenPriorities = () => 'program') {
      serving = fetch
      priorityOf = givenPriorities
    },
    admission: admission.figures,
    announceEnd: ending.announce,
    async close(grace) {
      ending.begin()
      admission.stop()
      await close(server, grace)
      // What a closed connection has left behind may still ask the database, which is closed next.
      await ending.settled(grace)
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

/** Plain HTTP for this machine's own collector of metrics: on the loopback address only. */
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
 * The adapter's requests only pretend to be requests, and a limit on bodies of unknown length needs a real one:
 * without this every chunked or empty POST would fail.
 */
function plain(request: Request): Request {
  const { method, headers, signal } = request
  if (method === 'GET' || method === 'HEAD' || headers.has('content-length')) return request
  return new Request(request.url, { method, headers, signal, body: request.body, duplex: 'half' })
}

/** The first lines of a request, before anything is made of it. */
function addressed({ url = '/', headers }: IncomingMessage): Parameters<PriorityOf>[0] {
  return {
    url: `https://${headers.host ?? ''}${url}`,
    headers: { get: (name) => headers[name]?.toString() ?? null },
  }
}

function connectionOf({ socket }: IncomingMessage): Connection {
  const address = socket.remoteAddress
  return { ...(address !== undefined && { address }), drop: () => socket.destroy() }
}

type Place = {
  readonly host: string
  readonly port: number
  /** What the port was named by. */
  readonly setting: string
}

function bind(server: Server | PlainServer, place: Place): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      reject(new ListenError(listenMessage(cause, place), { cause }))
    })
    server.listen(place.port, place.host, resolve)
  })
}

function listenMessage(
  { code, message }: NodeJS.ErrnoException,
  { host, port, setting }: Place,
): string {
  if (code === 'EADDRINUSE') {
    return `Port ${port} on ${host} is in use. Stop the other program, or choose another: ${setting}=8444 npm start`
  }
  if (code === 'EACCES')
    return `Port ${port} needs more rights. Choose one above 1023 with ${setting}.`
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
