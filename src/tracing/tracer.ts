/**
 * Spans of what a server does: a request or a piece of background work, with its statements and outgoing requests
 * below it. Nothing of what a request is about is in a span: no path, no query, no text of a statement.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { newSpanId, newTraceId, type TraceParent } from './trace-context.ts'

/** As OTLP numbers them. */
export const spanKinds = { internal: 1, server: 2, client: 3 } as const

export type Attributes = Record<string, string | number>

export type FinishedSpan = TraceParent & {
  readonly parentSpanId?: string
  readonly name: string
  readonly kind: (typeof spanKinds)[keyof typeof spanKinds]
  /** Nanoseconds since 1970. */
  readonly start: bigint
  readonly end: bigint
  readonly attributes: Attributes
  readonly isFailed: boolean
}

export type SpanStart = Pick<FinishedSpan, 'name' | 'kind'> & { readonly attributes?: Attributes }

/** What may still be said about a span while it is open. */
export type OpenSpan = TraceParent & {
  name: string
  readonly attributes: Attributes
  /** That it did not do what it was for. */
  fail(): void
}

export type Tracer = {
  /** Work with which a trace begins here, or goes on from `parent`. It is kept if `isWorth` says so of the result. */
  root<T>(
    start: SpanStart,
    work: (span: OpenSpan) => Promise<T>,
    options?: RootOptions<T>,
  ): Promise<T>
  /** Work inside a root; outside of one it is only done. */
  child<T>(start: SpanStart, work: (span: OpenSpan | undefined) => Promise<T>): Promise<T>
}

export type RootOptions<T> = {
  readonly parent?: TraceParent | undefined
  readonly isWorth?: (result: T) => boolean
}

/** Of one root: what a runaway loop does has an end. */
const maxSpans = 1_000

type Root = { readonly spans: FinishedSpan[]; readonly isSampled: boolean }
type Place = { readonly root: Root; readonly span: TraceParent }

/** `share`: of the traces that begin here, how many are kept, 0 to 1. */
export function tracerTo(keep: (spans: readonly FinishedSpan[]) => void, share: number): Tracer {
  const places = new AsyncLocalStorage<Place>()

  async function inSpan<T>(
    {
      root,
      parent,
    }: { readonly root: Root; readonly parent: Pick<TraceParent, 'traceId'> & { spanId?: string } },
    start: SpanStart,
    work: (span: OpenSpan) => Promise<T>,
  ): Promise<T> {
    const began = now()
    let isFailed = false
    const { traceId } = parent
    const span = { traceId, spanId: newSpanId(), isSampled: root.isSampled }
    const attributes: Attributes = { ...start.attributes }
    const open: OpenSpan = {
      ...span,
      name: start.name,
      attributes,
      fail: () => {
        isFailed = true
      },
    }
    try {
      return await places.run({ root, span }, () => work(open))
    } catch (error) {
      isFailed = true
      throw error
    } finally {
      const parentSpanId = parent.spanId
      if (root.isSampled && root.spans.length < maxSpans)
        root.spans.push({
          ...span,
          ...(parentSpanId !== undefined && { parentSpanId }),
          name: open.name,
          kind: start.kind,
          start: began,
          end: now(),
          attributes,
          isFailed,
        })
    }
  }

  return {
    async root(start, work, { parent, isWorth = () => true } = {}) {
      const isSampled = parent?.isSampled ?? Math.random() < share
      const root: Root = { spans: [], isSampled }
      let isKept = true
      try {
        const result = await inSpan(
          { root, parent: parent ?? { traceId: newTraceId() } },
          start,
          work,
        )
        isKept = isWorth(result)
        return result
      } finally {
        if (isKept && root.spans.length > 0) keep(root.spans)
      }
    },
    child(start, work) {
      const place = places.getStore()
      if (place === undefined) return work(undefined)
      return inSpan({ root: place.root, parent: place.span }, start, work)
    },
  }
}

function now(): bigint {
  return BigInt(Math.round((performance.timeOrigin + performance.now()) * 1_000)) * 1_000n
}
