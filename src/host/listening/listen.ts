/** The HTTPS listener: requests in, responses out, a clean shutdown. */
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { getRequestListener, type HttpBindings } from '@hono/node-server'
import type { Connection } from '../../surfaces/http/connection.ts'
import type { AdmissionFigures } from '../../surfaces/operations/admission-metrics.ts'
import { type AdmissionOptions, admissionOf, defaultAdmission } from '../admission/admission.ts'
import { bind, close } from './bind.ts'
import { connectionOf, headOf, type PriorityOf, plain } from './connection-of.ts'
import { withTurnover } from './connection-turnover.ts'
import { limitConnections } from './connections.ts'
import { refuseTrace, refuseUnreadable, unreadableRequest } from './refuse-unreadable.ts'
import { endAfter, requestsInFlight } from './requests-in-flight.ts'
import { nobodyTrusted, type TrustedProxies } from './trusted-proxies.ts'

export type Fetch = (request: Request, connection: Connection) => Response | Promise<Response>

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
  const admitted = refuseTrace(
    admission.around(
      getRequestListener(
        (request, env) => {
          const { incoming } = env as HttpBindings
          const serve = () => serving(plain(request), connectionOf(incoming, proxies))
          return inFlight.track(() => admission.work(incoming, serve))
        },
        { overrideGlobalObjects: ownsProcess, errorHandler: unreadableRequest },
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
      // The adapter refuses it, in words.
      requireHostHeader: false,
    },
    inFlight.around(hasOthers ? withTurnover(admitted, turnover) : admitted),
  )
  limitConnections(server, maxConnections, proxies)
  refuseUnreadable(server)
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
