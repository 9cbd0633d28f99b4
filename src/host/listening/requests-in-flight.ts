/**
 * The requests being processed, so that the server can stop cleanly: each connection closes after its next response, and
 * running work is awaited. No request is turned away: an open connection is a promise of an answer.
 */
import type { RequestListener, ServerResponse } from 'node:http'

export type RequestsInFlight = {
  /** Wraps the listener so that its requests are known. */
  around(listener: RequestListener): RequestListener
  /** Tracks the work until it is done. */
  track<Value>(work: () => Value | Promise<Value>): Promise<Value>
  /** Shutdown is near: requests are served as before, and each connection closes after its response. */
  announce(): void
  /** Resolves when nothing is running, after `ms` at the latest. */
  settled(ms: number): Promise<void>
}

/**
 * No Set: emptied and filled for each request, it is made anew every few of them, and one that has grown old keeps the
 * answers that were in it, until all memory is looked through. That cost a page a fifth of its processor time.
 */
export function requestsInFlight(): RequestsInFlight {
  const open = bag<ServerResponse>()
  let running = 0
  let onIdle: (() => void) | undefined
  let isNear = false

  return {
    around: (listener) => (request, response) => {
      const remove = open.add(response)
      if (isNear) endAfter(response)
      response.once('close', remove)
      return listener(request, response)
    },
    async track(work) {
      running++
      try {
        return await work()
      } finally {
        running--
        if (running === 0) onIdle?.()
      }
    },
    announce() {
      isNear = true
      open.forEach(endAfter)
    },
    async settled(ms) {
      if (running === 0) return
      const { promise, resolve } = Promise.withResolvers<void>()
      onIdle = resolve
      const timer = setTimeout(resolve, ms)
      await promise
      clearTimeout(timer)
    },
  }
}

/** Things in no order, each of which is taken out by what adding it has given. */
function bag<Thing>() {
  const entries: { readonly thing: Thing; at: number }[] = []
  return {
    add(thing: Thing): () => void {
      const entry = { thing, at: entries.length }
      entries.push(entry)
      return () => {
        const last = entries.pop()
        if (last === undefined || last === entry) return
        last.at = entry.at
        entries[entry.at] = last
      }
    },
    forEach(work: (thing: Thing) => void): void {
      for (const { thing } of entries) work(thing)
    },
  }
}

/** The connection closes after this response. */
export function endAfter(response: ServerResponse): void {
  response.shouldKeepAlive = false
  if (!response.headersSent) response.setHeader('Connection', 'close')
}
