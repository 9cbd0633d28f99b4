/**
 * The requests being processed, so that the server can stop cleanly: nothing new starts, each connection closes after
 * its current response, and running work is awaited.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'

export type RequestsInFlight = {
  /** Wraps the listener so that no new request is served after `begin`. */
  around(listener: RequestListener): RequestListener
  /** Tracks the work until it is done. */
  track<Value>(work: () => Value | Promise<Value>): Promise<Value>
  /** Shutdown is near: requests are served as before, and each connection closes after its response. */
  announce(): void
  begin(): void
  /** Resolves when nothing is running, after `ms` at the latest. */
  settled(ms: number): Promise<void>
}

export function requestsInFlight(): RequestsInFlight {
  const open = new Set<ServerResponse>()
  const running = new Set<Promise<unknown>>()
  let isNear = false
  let isEnding = false

  return {
    around: (listener) => (request, response) => {
      if (isEnding) return refuse(request, response)
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
    begin() {
      isEnding = true
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

function endAfter(response: ServerResponse): void {
  response.shouldKeepAlive = false
  if (!response.headersSent) response.setHeader('Connection', 'close')
}

/** A request that arrives now is asked to retry, with whichever server is there then. */
function refuse(request: IncomingMessage, response: ServerResponse): void {
  request.resume()
  response.writeHead(503, { Connection: 'close', 'Retry-After': '1' }).end()
}
