/** Requests that no surface could read are refused by the listener, in the same form as every other refusal. */
import { once } from 'node:events'
import { connect } from 'node:tls'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Listener, listen } from '../../../src/host/listening/listen.ts'
import { ensureCertificates } from '../../../src/host/tls/ensure-certificates.ts'
import { emptyFolder } from '../../support/taxiway-command.ts'

let listener: Listener
beforeAll(async () => {
  const { cert, key } = await ensureCertificates({ dataDir: emptyFolder() })
  listener = await listen({ host: '127.0.0.1', port: 0, cert, key })
  listener.serve(async (request) => {
    await request.text()
    if (request.url.endsWith('/long')) return new Response(neverEnding())
    return new Response('served', { headers: { 'content-type': 'text/plain' } })
  })
})
afterAll(() => listener.close(100))

function neverEnding(): ReadableStream {
  return new ReadableStream({ start: (controller) => controller.enqueue(Buffer.from('first')) })
}

/** Everything that comes back until the server ends the connection; `more` is sent when `after` has come. */
async function sent(bytes: string, after?: string, more = ''): Promise<string> {
  const at = { host: '127.0.0.1', port: listener.port, rejectUnauthorized: false }
  const socket = connect(at, () => socket.write(bytes, 'latin1'))
  let said = ''
  socket.on('data', (piece) => {
    said += piece.toString('latin1')
    if (after !== undefined && piece.includes(after)) socket.write(more, 'latin1')
  })
  socket.on('error', () => undefined)
  await once(socket, 'close')
  return said
}

const host = 'Host: localhost\r\n'
const close = `${host}Connection: close\r\n`

test.each([
  ['no request line', 'GARBAGE\r\n\r\n', 400, 'BadRequest'],
  ['a method that HTTP lacks', `FOO / HTTP/1.1\r\n${host}\r\n`, 400, 'BadRequest'],
  ['a blank in the address', `GET /a b HTTP/1.1\r\n${host}\r\n`, 400, 'BadRequest'],
  ['a blank in a header’s name', `GET / HTTP/1.1\r\n${host}a b: c\r\n\r\n`, 400, 'BadRequest'],
  [
    'two lengths',
    `POST / HTTP/1.1\r\n${host}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`,
    400,
    'BadRequest',
  ],
  [
    'a length and pieces',
    `POST / HTTP/1.1\r\n${host}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    400,
    'BadRequest',
  ],
  [
    'a piece without a length',
    `POST / HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n`,
    400,
    'BadRequest',
  ],
  [
    'an address of 40,000 letters',
    `GET /${'a'.repeat(40_000)} HTTP/1.1\r\n${host}\r\n`,
    431,
    'RequestHeaderFieldsTooLarge',
  ],
  [
    'a header of a megabyte',
    `GET / HTTP/1.1\r\n${host}a: ${'a'.repeat(1_000_000)}\r\n\r\n`,
    431,
    'RequestHeaderFieldsTooLarge',
  ],
  ['no host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 400, 'BadRequest'],
  ['a malformed address', `OPTIONS * HTTP/1.1\r\n${close}\r\n`, 400, 'BadRequest'],
  ['TRACE', `TRACE / HTTP/1.1\r\n${host}\r\n`, 501, 'NotImplemented'],
  [
    'an expectation',
    `POST / HTTP/1.1\r\n${close}Expect: more\r\nContent-Length: 2\r\n\r\n{}`,
    417,
    'ExpectationFailed',
  ],
] as const)('%s is refused in JSON', async (...[, bytes, status, code]) => {
  const said = await sent(bytes)
  expect(said).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  expect(said).toMatch(/\r\ncontent-type: application\/json/i)
  const body = said.slice(said.indexOf('{'), said.lastIndexOf('}') + 1)
  expect(JSON.parse(body)).toMatchObject({
    error: {
      code,
      message: expect.stringMatching(/\.$/),
      innerError: { 'request-id': expect.any(String) },
    },
  })
})

test('what follows an answered request does not spoil the answer', async () => {
  const said = await sent(`GET / HTTP/1.1\r\n${host}\r\nGARBAGE\r\n\r\n`)
  expect(said.match(/HTTP\/1\.1 \d+/g)).toEqual(
    said.includes('served') ? ['HTTP/1.1 200', 'HTTP/1.1 400'] : ['HTTP/1.1 400'],
  )
})

test('an answer that is being sent is broken off, not mixed with a refusal', async () => {
  const said = await sent(`GET /long HTTP/1.1\r\n${host}\r\n`, 'first', 'GARBAGE\r\n\r\n')
  expect(said.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200'])
})
