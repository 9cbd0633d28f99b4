/**
 * Bodies are received before a request gets a slot, so a client that sends one byte a minute holds only its own
 * connection. The memory that all bodies take together is limited too.
 */
import type { IncomingMessage } from 'node:http'

export type BodyLimits = {
  /** The largest body that any route accepts; a larger one is left for the route to refuse. */
  readonly maxBytes: number
  /** Of all bodies held in memory. */
  readonly maxTotalBytes: number
  /** The average rate that a body must keep, checked every `afterMs`. */
  readonly minRate: { readonly afterMs: number; readonly bytesPerSecond: number }
}

export type BodyResult = 'complete' | 'aborted' | 'too-slow' | 'no-room'

export type Bodies = {
  receive(request: IncomingMessage): Promise<BodyResult> | 'complete'
  /** The request has been answered; its body is no longer needed. */
  forget(request: IncomingMessage): void
}

/** Where the HTTP adapter looks for a body that has been read already. */
type WithBody = IncomingMessage & { rawBody?: Buffer }

export function bodiesWithin(limits: BodyLimits): Bodies {
  const held = new WeakMap<IncomingMessage, number>()
  let total = 0

  function add(request: IncomingMessage, bytes: number): boolean {
    if (total + bytes > limits.maxTotalBytes) return false
    total += bytes
    held.set(request, (held.get(request) ?? 0) + bytes)
    return true
  }

  function receive(request: WithBody): Promise<BodyResult> {
    const chunks: Buffer[] = []
    const start = performance.now()
    let length = 0
    return new Promise((resolve) => {
      const end = (result: BodyResult) => {
        clearInterval(timer)
        for (const [name, listener] of Object.entries(listeners)) request.off(name, listener)
        if (result === 'complete') request.rawBody = Buffer.concat(chunks)
        resolve(result)
      }
      const timer = setInterval(() => {
        const seconds = (performance.now() - start) / 1_000
        if (length < seconds * limits.minRate.bytesPerSecond) end('too-slow')
      }, limits.minRate.afterMs)
      timer.unref()
      const listeners = {
        data(chunk: Buffer) {
          if (!add(request, chunk.length)) return end('no-room')
          chunks.push(chunk)
          length += chunk.length
          if (length > limits.maxBytes) end('complete')
        },
        end: () => end('complete'),
        close: () => end('aborted'),
        error: () => end('aborted'),
      }
      for (const [name, listener] of Object.entries(listeners)) request.on(name, listener)
    })
  }

  return {
    receive: (request) =>
      hasBody(request) && !(lengthOf(request) > limits.maxBytes) ? receive(request) : 'complete',
    forget(request) {
      total -= held.get(request) ?? 0
      held.delete(request)
    },
  }
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

function lengthOf({ headers }: IncomingMessage): number {
  return Number(headers['content-length'] ?? Number.NaN)
}
