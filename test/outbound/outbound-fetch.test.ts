/** The server's own requests, against a real server on this machine and names that lead where a test says. */
import { isIP, type LookupFunction } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { outboundFetch } from '../../src/outbound/outbound-fetch.ts'
import { startHttps } from '../surfaces/authority/https-authority.ts'

let server: Awaited<ReturnType<typeof startHttps>>
let port: string
let asked: Request[] = []
/** What names lead to, each time that they are looked up. */
let names: Record<string, readonly (readonly string[])[]> = {}

const lookup: LookupFunction = (name, { all }, answer) => {
  const [now = [], ...later] = names[name] ?? []
  if (later.length > 0) names[name] = later
  const found = now.map((address) => ({ address, family: isIP(address) }))
  if (all) answer(null, found)
  else answer(null, found[0]?.address ?? '', found[0]?.family)
}
const outbound = outboundFetch({ lookup })

beforeAll(async () => {
  server = await startHttps()
  port = new URL(server.origin).port
})
beforeEach(() => {
  asked = []
  names = { localhost: [['127.0.0.1']] }
  server.serve((request) => {
    asked.push(request)
    return new Response('an answer', { status: 201, headers: { 'x-said': 'this' } })
  })
})
afterAll(() => server.close())

function ask(host: string, privateNetwork: boolean, init: RequestInit = {}): Promise<Response> {
  return outbound.fetch(new Request(`https://${host}:${port}/path?a=b`, init), { privateNetwork })
}

test('a request arrives as it was meant, and its answer comes back whole', async () => {
  let body = ''
  server.serve(async (request) => {
    asked.push(request)
    body = await request.text()
    return new Response('an answer', { status: 201, headers: { 'x-said': 'this' } })
  })
  const answer = await ask('localhost', true, {
    method: 'POST',
    headers: { 'x-asked': 'that' },
    body: new URLSearchParams({ grant_type: 'code' }),
  })
  expect([answer.status, answer.headers.get('x-said'), await answer.text()]).toEqual([
    201,
    'this',
    'an answer',
  ])
  const [request] = asked
  expect([request?.method, new URL(request?.url ?? '').search, body]).toEqual([
    'POST',
    '?a=b',
    'grant_type=code',
  ])
  expect(request?.headers.get('x-asked')).toBe('that')
  expect(request?.headers.get('content-type')).toContain('application/x-www-form-urlencoded')
})

test.each([
  ['by its address', '127.0.0.1'],
  ['by its address in other words', '0x7f.1'],
  ['by its address as one number', '2130706433'],
  ['by its mapped address', '[::ffff:127.0.0.1]'],
  ['by name', 'localhost'],
])('the private network is not asked %s, unless it may be', async (...[, host]) => {
  await expect(ask(host, false)).rejects.toThrow('the platform operator marks it so')
  expect(asked).toEqual([])
})

test.each([
  ['10.1.2.3'],
  ['192.168.1.1', '172.16.0.1'],
  ['fd00::1'],
  ['::ffff:10.1.2.3'],
  ['64:ff9b::10.1.2.3'],
])('a name that leads to %s is refused before a connection', async (...addresses) => {
  names = { 'login.example': [addresses] }
  await expect(ask('login.example', false)).rejects.toThrow('login.example')
})

test.each(['169.254.169.254', 'fe80::1', '0.0.0.0', '224.0.0.1', '64:ff9b::169.254.169.254'])(
  '%s is refused even where the private network may be asked',
  async (address) => {
    names = { 'login.example': [[address]] }
    await expect(ask('login.example', true)).rejects.toThrow('must be a global address')
  },
)

test('a name that leads elsewhere the second time gains nothing', async () => {
  names = { localhost: [['127.0.0.1'], ['169.254.169.254']] }
  expect((await ask('localhost', true)).status).toBe(201)
  await expect(ask('localhost', true)).rejects.toThrow('is at an address that is not asked')
  expect(asked).toHaveLength(1)
})

test('of several addresses only those are tried that may be', async () => {
  names = { localhost: [['169.254.169.254', '127.0.0.1']] }
  expect((await ask('localhost', true)).status).toBe(201)
})

test('no redirect is followed', async () => {
  server.serve((request) => {
    asked.push(request)
    return Response.redirect('https://localhost:1/elsewhere', 302)
  })
  expect((await ask('localhost', true)).status).toBe(302)
  expect(asked).toHaveLength(1)
})

test('an answer without end is left', async () => {
  server.serve(() => new Response('x'.repeat(1024 * 1024 + 1)))
  await expect(ask('localhost', true)).rejects.toThrow('larger than 1048576 bytes')
})

test('the name must be in the certificate', async () => {
  names = { 'login.example': [['127.0.0.1']] }
  await expect(ask('login.example', true)).rejects.toMatchObject({
    code: 'ERR_TLS_CERT_ALTNAME_INVALID',
  })
})

test('there is no way without TLS', async () => {
  const plain = new Request(`http://localhost:${port}/`)
  await expect(outbound.fetch(plain, { privateNetwork: true })).rejects.toThrow('http:')
})

test('the caller may give up', async () => {
  const caller = new AbortController()
  server.serve(() => {
    caller.abort()
    return new Promise(() => undefined)
  })
  const { signal } = caller
  await expect(ask('localhost', true, { signal })).rejects.toThrow('aborted')
})
