/**
 * What the server is working on, so that it can stop in order: nothing new is begun, every connection ends after the
 * answer that is being made on it, and what runs is waited for.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'

export type RequestsInHand = {
  /** The listener, behind which no new request is served once the end has begun. */
  around(listener: RequestListener): RequestListener
  /** Remembers the work until it is done. */
  track<Value>(work: () => Value | Promise<Value>): Promise<Value>
  /** The end is near: everything is served as before, and every connection ends after its answer. */
  announce(): void
  begin(): void
  /** Resolves when nothing runs any more, after `ms` at the latest. */
  settled(ms: number): Promise<void>
}

export function requestsInHand(): RequestsInHand {
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

/** A client that comes just now is asked to come again, to whichever server is there then. */
function refuse(request: IncomingMessage, response: ServerResponse): void {
  request.resume()
  response.writeHead(503, { Connection: 'close', 'Retry-After': '1' }).end()
}
