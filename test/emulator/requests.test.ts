/** The log of requests: everything a test wants to look at, nothing that must not be kept. */
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { redact } from '../../src/core/emulator/redact.ts'
import { hashFixture } from '../support/hardware-hashes.ts'
import {
  devices,
  type Emulator,
  imported,
  importFixture,
  openEmulator,
  readJson,
  testSecret,
} from './support.ts'

let emulator: Emulator

beforeAll(async () => {
  emulator = await openEmulator()
})
afterAll(() => emulator.close())
beforeEach(async () => {
  await emulator.control('POST', 'reset')
})

const logged = async (since = '') =>
  (await readJson(emulator.control('GET', `requests?since=${encodeURIComponent(since)}`))).value

test('method, path, query, status and client of each request are there', async () => {
  await emulator.graph('GET', `${devices}?$top=5`)
  await emulator.send('GET', '/v1.0/devices', { headers: { 'user-agent': 'a-script/1.0' } })
  expect(await logged()).toMatchObject([
    { method: 'GET', path: devices, query: '?$top=5', status: 200, body: null, faultId: null },
    { method: 'GET', path: '/v1.0/devices', query: '', status: 401, client: 'a-script/1.0' },
  ])
})

test('bodies are kept without hashes, sign-ins without secrets', async () => {
  await importFixture(emulator, 1)
  await emulator.token()
  const text = JSON.stringify(await logged())
  expect(text).toContain(hashFixture(1).serial)
  expect(text).not.toContain(hashFixture(1).hardwareHash.slice(0, 40))
  expect(text).toContain('client_credentials')
  expect(text).not.toContain(testSecret)
})

test('what is not text, packed without end or very long is answered as without the log', async () => {
  const bodies: readonly (readonly [number, Uint8Array<ArrayBuffer>, string?])[] = [
    [400, new TextEncoder().encode('{"serialNumber":"a\0b"}')],
    [415, Uint8Array.of(0, 1, 2, 0xff), 'br'],
    [413, new Uint8Array(gzipSync(Buffer.alloc(100_000_000, ' '))), 'GZIP'],
    [400, new TextEncoder().encode(`{"serialNumber":"${'x'.repeat(30_000_000)}"}`)],
  ]
  for (const [status, body, encoding] of bodies) {
    const answer = await fetch(`${emulator.origin}${imported}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await emulator.token()}`,
        ...(encoding && { 'content-encoding': encoding }),
      },
      body,
    })
    expect(answer.status).toBe(status)
  }
  const kept = (await logged()).filter(({ path }: { path: string }) => path === imported)
  expect(kept.map(({ status }: { status: number }) => status)).toEqual([400, 415, 413, 400])
  expect(JSON.stringify(kept).length).toBeLessThan(100_000)
})

test('since is an id or a time', async () => {
  await emulator.graph('GET', devices)
  await emulator.graph('GET', imported)
  const [first, second] = await logged()
  expect(await logged(String(first.id))).toEqual([second])
  // Both may have come within one millisecond.
  const sinceSecond = [first, second].filter(({ time }) => time >= second.time)
  expect(await logged(second.time)).toEqual(sinceSecond)
  expect(await logged('2100-01-01T00:00:00Z')).toEqual([])
  for (const since of ['lately', '9'.repeat(25)]) {
    expect((await emulator.control('GET', `requests?since=${since}`)).status).toBe(400)
  }
})

test('a fault that was played and a connection that was dropped are written down', async () => {
  await emulator.control('POST', 'faults', { match: {}, answer: { drop: true } })
  await emulator.graph('GET', devices).catch(() => undefined)
  expect(await logged()).toMatchObject([
    { path: devices, status: null, faultId: expect.any(Number) },
  ])
})

test('a secret is left out however the member that holds it is written', () => {
  const secret = fc.stringMatching(/^[\w.~-]{8,40}$/)
  const name = fc.constantFrom('client_secret', 'password', 'hardwareIdentifier', 'refresh_token')
  fc.assert(
    fc.property(name, secret, (member, value) => {
      const texts = [
        `{"a":1,"${member}":"${value}","b":"kept"}`,
        `{ ${member}: "${value}", b: "kept" }`,
        `{'${member}' : '${value}', 'b': 'kept'}`,
        `a=1&${member}=${value}&b=kept`,
        `?${member}=${value}&b=kept`,
      ]
      for (const text of texts) {
        expect(redact(text)).not.toContain(value)
        expect(redact(text)).toContain('kept')
      }
    }),
  )
})
