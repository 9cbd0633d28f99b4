/** Sends finished spans to a collector: OTLP over HTTP, as JSON. What a collector does not take in time is dropped. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Attributes, FinishedSpan } from './tracer.ts'

export type ExporterOptions = {
  /** Where spans are posted, `/v1/traces` included. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly serviceName: string
  /** Called for each batch that was not taken; the spans are lost. */
  readonly onLost: (error: unknown, spans: number) => void
}

export type Exporter = {
  add(spans: readonly FinishedSpan[]): void
  /** Sends what is left. */
  close(): Promise<void>
}

const maxWaiting = 4_096
const maxBatch = 512
const everyMs = 1_000
const timeoutMs = 10_000
/** Unpacked; a collector says how many spans it rejected, if anything. */
const maxAnswerBytes = 65_536

export function exporterTo(options: ExporterOptions): Exporter {
  const waiting: FinishedSpan[] = []
  const closing = new AbortController()
  let dropped = 0

  async function send(): Promise<void> {
    const batch = waiting.splice(0, maxBatch)
    const lost = dropped
    dropped = 0
    if (lost > 0) options.onLost(new Error('spans came faster than they were sent'), lost)
    if (batch.length === 0) return
    try {
      const answer = await fetch(options.url, {
        method: 'POST',
        headers: { ...options.headers, 'content-type': 'application/json' },
        body: JSON.stringify(requestOf(options.serviceName, batch)),
        signal: AbortSignal.timeout(timeoutMs),
        redirect: 'error',
      })
      await readSome(answer)
      if (!answer.ok) throw new Error(`the collector answers ${answer.status}`)
    } catch (error) {
      options.onLost(error, batch.length)
    }
  }

  async function run(): Promise<void> {
    while (!closing.signal.aborted) {
      await pause(everyMs, undefined, { signal: closing.signal, ref: false }).catch(() => undefined)
      do await send()
      while (waiting.length >= maxBatch)
    }
  }

  const running = run()
  return {
    add(spans) {
      const room = maxWaiting - waiting.length
      waiting.push(...spans.slice(0, room))
      dropped += Math.max(spans.length - room, 0)
    },
    async close() {
      closing.abort()
      await running
      while (waiting.length > 0) await send()
    },
  }
}

function requestOf(serviceName: string, spans: readonly FinishedSpan[]): object {
  return {
    resourceSpans: [
      {
        resource: { attributes: attributesOf({ 'service.name': serviceName }) },
        scopeSpans: [{ scope: { name: 'taxiway' }, spans: spans.map(spanOf) }],
      },
    ],
  }
}

function spanOf({ isFailed, start, end, attributes, isSampled, ...span }: FinishedSpan): object {
  return {
    ...span,
    flags: isSampled ? 1 : 0,
    startTimeUnixNano: String(start),
    endTimeUnixNano: String(end),
    attributes: attributesOf(attributes),
    // 2: an error.
    status: isFailed ? { code: 2 } : {},
  }
}

function attributesOf(attributes: Attributes): readonly object[] {
  return Object.entries(attributes).map(([key, value]) => ({
    key,
    value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: value },
  }))
}

/** So that its connection can be used again; an answer without end is left. */
async function readSome({ body }: Response): Promise<void> {
  let read = 0
  for await (const part of body ?? []) {
    read += part.length
    if (read > maxAnswerBytes) return
  }
}
