/**
 * Refuses requests that Node or its adapter cannot read, in the same form as every other refusal. Node's own answer has
 * no body, which a client that parses errors reports as a fault of its own.
 */
import { randomUUID } from 'node:crypto'
import { type RequestListener, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Server } from 'node:https'
import type { Duplex } from 'node:stream'
import { RequestError } from '@hono/node-server'
import { graphError } from '../../surfaces/http/graph-error.ts'

type Refusal = readonly [status: number, code: string, message: string]

const tooLong: Refusal = [
  431,
  'RequestHeaderFieldsTooLarge',
  'Address and headers of a request may have 16 KB together. A longer query can be sent within a $batch.',
]
const refusals: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: tooLong,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [
    413,
    'RequestEntityTooLarge',
    'A piece of the body says too much of itself.',
  ],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'RequestTimeout', 'The request arrived too slowly.'],
}

/** `reason` is the parser's word, such as "Invalid header token": nothing of what the client sent. */
type ClientError = Error & { readonly code?: string; readonly reason?: string }

/** How long a client may take to read its refusal, in ms, while the rest of what it sends is thrown away. */
const timeToRead = 1_000

export function refuseUnreadable(server: Server): void {
  const refused = new WeakSet<Duplex>()
  const latest = new WeakMap<Duplex, ServerResponse>()
  const hasBegun = (socket: Duplex) => {
    const response = latest.get(socket)
    return response?.headersSent === true && !response.writableEnded
  }
  server.on('request', ({ socket }, response) => latest.set(socket, response))
  server.on('clientError', ({ code = '', reason }: ClientError, socket) => {
    if (refused.has(socket)) return
    if (!socket.writable || code === 'ECONNRESET' || hasBegun(socket)) return void socket.destroy()
    refused.add(socket)
    const [status, headers, body] = answerTo(refusals[code] ?? unreadable(reason))
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
    socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`)
    // Closed at once, what was not read yet would have the system take the refusal back from the client.
    setTimeout(() => socket.destroy(), timeToRead).unref()
  })
  server.on('checkExpectation', (_, response) => {
    const [status, headers, body] = answerTo([
      417,
      'ExpectationFailed',
      'Only 100-continue can be expected.',
    ])
    response.writeHead(status, headers).end(body)
  })
}

/** For the adapter: an address or host name that is not valid. Any other error here is a fault of ours. */
export function unreadableRequest(error: unknown): Response {
  if (!(error instanceof RequestError)) return new Response(null, { status: 500 })
  const [status, headers, body] = answerTo(unreadable(error.message))
  return new Response(body, { status, headers })
}

/** The Fetch standard forbids TRACE in `Request`. */
export function refuseTrace(listener: RequestListener): RequestListener {
  return (request, response) => {
    if (request.method !== 'TRACE') return listener(request, response)
    const [status, headers, body] = answerTo([501, 'NotImplemented', 'TRACE is not served.'])
    response.writeHead(status, headers).end(body)
  }
}

function unreadable(reason = 'malformed'): Refusal {
  return [400, 'BadRequest', `This cannot be read as a request of HTTP/1.1: ${reason}.`]
}

function answerTo([status, code, message]: Refusal): [number, Record<string, string>, string] {
  const body = JSON.stringify(graphError({ code, message }, { requestId: randomUUID() }))
  const headers = {
    'Content-Type': 'application/json',
    'Content-Length': String(Buffer.byteLength(body)),
    'Cache-Control': 'no-store',
    Connection: 'close',
  }
  return [status, headers, body]
}
