/** The response of an overloaded server: few bytes and little work. */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'

export type Reason = 'busy' | 'too-slow' | 'no-room'

const responses: Readonly<
  Record<Reason, readonly [status: number, code: string, message: string]>
> = {
  busy: [503, 'ServiceUnavailable', 'The server is overloaded. Try again later.'],
  'no-room': [503, 'ServiceUnavailable', 'The server is receiving too much data. Try again later.'],
  'too-slow': [408, 'RequestTimeout', 'The request body arrived too slowly.'],
}

export type Rejection = { readonly reason: Reason; readonly retryAfter: number }

/** In Graph's form, as for an unknown address; plain text for a browser that opens a page. */
export function rejectRequest(
  request: IncomingMessage,
  response: ServerResponse,
  { reason, retryAfter }: Rejection,
): void {
  const [status, code, message] = responses[reason]
  const isPage = request.headers.accept?.includes('text/html') === true
  const date = new Date().toISOString().slice(0, 19)
  const innerError = { date, 'request-id': randomUUID() }
  const body = isPage ? message : JSON.stringify({ error: { code, message, innerError } })
  response.writeHead(status, {
    'Content-Type': isPage ? 'text/plain; charset=utf-8' : 'application/json',
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    'Retry-After': retryAfter,
    // The rest of an unfinished body is not read.
    ...(reason !== 'busy' && { Connection: 'close' }),
  })
  response.end(body)
}
