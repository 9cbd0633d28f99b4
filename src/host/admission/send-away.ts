/** The answer of a server that has more to do than it can: said in few bytes and little work. */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'

export type Reason = 'busy' | 'too-slow' | 'no-room'

const said: Readonly<Record<Reason, readonly [status: number, code: string, message: string]>> = {
  busy: [503, 'ServiceUnavailable', 'The server has more to do than it can. Try again later.'],
  'no-room': [503, 'ServiceUnavailable', 'The server is receiving too much. Try again later.'],
  'too-slow': [408, 'RequestTimeout', 'The body of the request came too slowly.'],
}

export type Away = { readonly reason: Reason; readonly retryAfter: number }

/** In Graph's form, as at an address that nobody has; a sentence for a browser that opens a page. */
export function sendAway(
  request: IncomingMessage,
  response: ServerResponse,
  { reason, retryAfter }: Away,
): void {
  const [status, code, message] = said[reason]
  const isPage = request.headers.accept?.includes('text/html') === true
  const date = new Date().toISOString().slice(0, 19)
  const innerError = { date, 'request-id': randomUUID() }
  const body = isPage ? message : JSON.stringify({ error: { code, message, innerError } })
  response.writeHead(status, {
    'Content-Type': isPage ? 'text/plain; charset=utf-8' : 'application/json',
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    'Retry-After': retryAfter,
    // Of a body that is still coming nothing more is read.
    ...(reason !== 'busy' && { Connection: 'close' }),
  })
  response.end(body)
}
