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

export function requestsInFlight(): RequestsInFlight {
  const open = new Set<ServerResponse>()
  const running = new Set<Promise<unknown>>()
  let isNear = false

  return {
    around: (listener) => (request, response) => {
      open.add(response)
      if (isNear) endAfter(response)
      response.once('close', () => open.delete(response))
      return listener(request, response)
    },
    async track(work) {
      const promise = Promise.resolve().then(work)
      running.add(promise)
      try {
        return await promise
      } finally {
        running.delete(promise)
      }
    },
    announce() {
      isNear = true
      for (const response of open) endAfter(response)
    },
    async settled(ms) {
      let timer: NodeJS.Timeout | undefined
      const deadline = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, ms)
      })
      await Promise.race([Promise.allSettled(running), deadline])
      clearTimeout(timer)
    },
  }
}

/** The connection closes after this response. */
export function endAfter(response: ServerResponse): void {
  response.shouldKeepAlive = false
  if (!response.headersSent) response.setHeader('Connection', 'close')
}
