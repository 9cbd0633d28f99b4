/** Tracing of a running server; loaded only where a collector is named. */
import type pg from 'pg'
import type { Outbound } from '../core/outbound.ts'
import { type ExporterOptions, exporterTo } from './otlp-exporter.ts'
import { readTraceParent, writeTraceParent } from './trace-context.ts'
import { type OpenSpan, spanKinds, type Tracer, tracerTo } from './tracer.ts'

export type TracingOptions = ExporterOptions & {
  /** Of the traces that begin here, how many are kept, 0 to 1. */
  readonly share: number
}

export type RequestNames = {
  readonly surfaceOf: (request: Request) => string
  /** The declared path of the route that answered, such as `/v1.0/devices/:id`; undefined: none did. */
  readonly routeOf: (request: Request) => string | undefined
}

export type Tracing = {
  fetch<Rest extends readonly unknown[]>(
    next: (request: Request, ...rest: Rest) => Promise<Response>,
    names: RequestNames,
  ): (request: Request, ...rest: Rest) => Promise<Response>
  /** Background work; nothing is kept of a look that found nothing to do. */
  work(name: string, next: () => Promise<boolean>): () => Promise<boolean>
  outbound(next: Outbound): Outbound
  /** Statements of the pool from now on. */
  statements(pool: pg.Pool): void
  close(): Promise<void>
}

export function openTracing({ share, ...options }: TracingOptions): Tracing {
  const exporter = exporterTo(options)
  const tracer = tracerTo(exporter.add, share)
  return {
    fetch:
      (next, { surfaceOf, routeOf }) =>
      (request, ...rest) => {
        const attributes = {
          'http.request.method': request.method,
          'url.scheme': 'https',
          'taxiway.surface': surfaceOf(request),
        }
        const name = `${request.method} ${attributes['taxiway.surface']}`
        const parent = readTraceParent(request.headers.get('traceparent'))
        return tracer.root(
          { name, kind: spanKinds.server, attributes },
          async (span) => {
            const answer = await next(request, ...rest)
            noteRoute(span, request.method, routeOf(request))
            return noteAnswer(span, answer)
          },
          { parent },
        )
      },
    work: (name, next) => () =>
      tracer.root({ name, kind: spanKinds.internal }, next, { isWorth: (did) => did }),
    outbound: (next) => outboundWith(tracer, next),
    statements: (pool) => traceStatements(tracer, pool),
    close: exporter.close,
  }
}

/** [documented: OpenTelemetry, semantic conventions for HTTP spans: a server's span is named by method and route] */
function noteRoute(span: OpenSpan, method: string, route: string | undefined): void {
  if (route === undefined) return
  span.attributes['http.route'] = route
  span.name = `${method} ${route}`
}

function noteAnswer(span: OpenSpan, answer: Response): Response {
  span.attributes['http.response.status_code'] = answer.status
  if (answer.status >= 500) span.fail()
  return answer
}

function outboundWith(tracer: Tracer, next: Outbound): Outbound {
  return {
    ...next,
    fetch: (request, reach) =>
      tracer.child(
        {
          name: request.method,
          kind: spanKinds.client,
          attributes: {
            'http.request.method': request.method,
            'server.address': new URL(request.url).hostname,
          },
        },
        async (span) => {
          if (span === undefined) return await next.fetch(request, reach)
          const headers = new Headers(request.headers)
          headers.set('traceparent', writeTraceParent(span))
          const answer = await next.fetch(new Request(request, { headers }), reach)
          span.attributes['http.response.status_code'] = answer.status
          if (answer.status >= 400) span.fail()
          return answer
        },
      ),
  }
}

type Query = (...args: unknown[]) => unknown

/** The pool's own statements with the wait for a connection, and those of transactions each alone. */
function traceStatements(tracer: Tracer, pool: pg.Pool): void {
  pool.query = traced(tracer, pool.query.bind(pool) as Query) as typeof pool.query
  pool.on('connect', (client) => {
    client.query = traced(tracer, client.query.bind(client) as Query) as typeof client.query
  })
}

function traced(tracer: Tracer, query: Query): Query {
  return (...args) => {
    // With a callback: the pool's own, which stands for its statement; without a text: a copy, which is a stream.
    const operation = operationOf(args[0])
    if (operation === undefined || typeof args.at(-1) === 'function') return query(...args)
    const attributes = { 'db.system.name': 'postgresql', 'db.operation.name': operation }
    const start = { name: operation, kind: spanKinds.client, attributes }
    return tracer.child(start, async () => await query(...args))
  }
}

/** The first word of a statement, such as `SELECT`. */
function operationOf(statement: unknown): string | undefined {
  const text = typeof statement === 'string' ? statement : (statement as { text?: unknown }).text
  if (typeof text !== 'string' || (statement as { submit?: unknown }).submit !== undefined)
    return undefined
  return /^\s*([a-z]+)/i.exec(text)?.[1]?.toUpperCase()
}
