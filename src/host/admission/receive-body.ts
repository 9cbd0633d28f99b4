/**
 * Bodies are received before a request gets a place: a client that sends one byte a minute holds its own connection
 * and nothing else. What all of them together may take of the memory is limited too.
 */
import type { IncomingMessage } from 'node:http'

export type BodyLimits = {
  /** The longest body that any route takes; more is left for the route to refuse. Bytes. */
  readonly longest: number
  /** Of all bodies that are here, bytes. */
  readonly together: number
  /** A body must keep up this pace after a beginning of so many ms. Bytes per second. */
  readonly pace: { readonly after: number; readonly perSecond: number }
}

export type Received = 'here' | 'gone' | 'too-slow' | 'no-room'

export type Bodies = {
  receive(request: IncomingMessage): Promise<Received> | 'here'
  /** The request has been answered, and its body is no longer needed. */
  forget(request: IncomingMessage): void
}

/** Where the adapter looks for a body that is here already. */
type WithBody = IncomingMessage & { rawBody?: Buffer }

export function bodiesWithin(limits: BodyLimits): Bodies {
  const held = new WeakMap<IncomingMessage, number>()
  let together = 0

  function add(request: IncomingMessage, bytes: number): boolean {
    if (together + bytes > limits.together) return false
    together += bytes
    held.set(request, (held.get(request) ?? 0) + bytes)
    return true
  }

  function receive(request: WithBody): Promise<Received> {
    const chunks: Buffer[] = []
    const begun = performance.now()
    let length = 0
    return new Promise((resolve) => {
      const end = (how: Received) => {
        clearInterval(timer)
        for (const [name, listener] of Object.entries(listeners)) request.off(name, listener)
        if (how === 'here') request.rawBody = Buffer.concat(chunks)
        resolve(how)
      }
      const timer = setInterval(() => {
        const seconds = (performance.now() - begun) / 1_000
        if (length < seconds * limits.pace.perSecond) end('too-slow')
      }, limits.pace.after)
      timer.unref()
      const listeners = {
        data(chunk: Buffer) {
          if (!add(request, chunk.length)) return end('no-room')
          chunks.push(chunk)
          length += chunk.length
          if (length > limits.longest) end('here')
        },
        end: () => end('here'),
        close: () => end('gone'),
        error: () => end('gone'),
      }
      for (const [name, listener] of Object.entries(listeners)) request.on(name, listener)
    })
  }

  return {
    receive: (request) =>
      hasBody(request) && !(lengthOf(request) > limits.longest) ? receive(request) : 'here',
    forget(request) {
      together -= held.get(request) ?? 0
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
