/** Answers that are meant to harm who asks: each ends, with a reason or with what it says. */
import type { Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { outboundFetch } from '../../src/outbound/outbound-fetch.ts'
import { type RawServer, startRaw } from './raw-answers.ts'

let server: RawServer
beforeAll(async () => {
  server = await startRaw()
})
afterAll(() => server.close())

const outbound = outboundFetch()

function ask(answer: string | Buffer | ((socket: Socket) => void), signal?: AbortSignal) {
  server.answerWith(typeof answer === 'function' ? answer : (socket) => socket.write(answer))
  const request = new Request(`${server.origin}/`, {
    method: 'POST',
    body: '{}',
    ...(signal && { signal }),
  })
  return outbound.fetch(request, { privateNetwork: true })
}

test.each([
  [
    'another protocol',
    'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n',
    'it answered 101, to go on in another protocol',
  ],
  [
    'a status that there is not',
    'HTTP/1.1 999 Odd\r\ncontent-length: 0\r\n\r\n',
    'it answered 999',
  ],
  ['no HTTP', 'SSH-2.0-OpenSSH_9.6\r\n', 'Parse Error'],
  ['a header without end', `HTTP/1.1 200 OK\r\nx-long: ${'x'.repeat(100_000)}`, 'Header overflow'],
  ['headers without end', `HTTP/1.1 200 OK\r\n${'x-one: y\r\n'.repeat(20_000)}`, 'Header overflow'],
  ['a line in a header', 'HTTP/1.1 200 OK\r\nx-said: a\rset-cookie: b\r\n\r\n', 'Parse Error'],
  [
    'two lengths',
    'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 5\r\n\r\nabcde',
    'Parse Error',
  ],
])('%s is refused', async (_, answer, message) => {
  await expect(ask(answer)).rejects.toThrow(message)
})

test('a connection that is closed without an answer', async () => {
  await expect(ask((socket) => socket.destroy())).rejects.toThrow('socket hang up')
  await expect(ask((socket) => socket.end())).rejects.toThrow('socket hang up')
})

test('an answer that ends before it is whole', async () => {
  await expect(
    ask((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\nabc')),
  ).rejects.toThrow('aborted')
})

test.each([204, 205, 304])('%i with a body is one without', async (status) => {
  const answer = await ask(`HTTP/1.1 ${status} X\r\ncontent-length: 5\r\n\r\nabcde`)
  expect([answer.status, await answer.text()]).toEqual([status, ''])
})

test('nothing is unpacked: a packed answer is as large as it came', async () => {
  const packed = gzipSync(Buffer.alloc(50_000_000))
  const head = `HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${packed.length}\r\n\r\n`
  const answer = await ask(Buffer.concat([Buffer.from(head), packed]))
  expect((await answer.arrayBuffer()).byteLength).toBe(packed.length)
})

test('pieces without end are left at the largest answer', async () => {
  let sent = 0
  const piece = Buffer.alloc(65_536, 'x')
  await expect(
    ask((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n')
      const more = () => {
        while (
          socket.writable &&
          socket.write(Buffer.concat([Buffer.from('10000\r\n'), piece, Buffer.from('\r\n')]))
        )
          sent += piece.length
      }
      socket.on('drain', more)
      more()
    }),
  ).rejects.toThrow('larger than 1048576 bytes')
  expect(sent).toBeLessThan(20_000_000)
})

test('announcements without end end with the time of the request', async () => {
  const caller = new AbortController()
  let announced = 0
  const asked = ask((socket) => {
    const more = () => {
      while (
        socket.writable &&
        announced < 50_000 &&
        socket.write('HTTP/1.1 103 Early Hints\r\n\r\n')
      )
        announced += 1
      if (announced >= 5_000) caller.abort()
    }
    socket.on('drain', more)
    more()
  }, caller.signal)
  await expect(asked).rejects.toThrow('aborted')
  expect(announced).toBeGreaterThanOrEqual(5_000)
})
