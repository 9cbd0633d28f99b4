/** A database that is cut off, refuses, or says nothing: the server lives, says so everywhere, and loses nothing. */
import { randomBytes } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { openWire, type Wire } from '../support/network/tcp-proxy.ts'
import { createDatabase, localBackend, type TestDatabase } from '../support/postgres.ts'
import type { Json } from '../support/registry.ts'
import { startTaxiwayProcess, type TaxiwayProcess } from '../support/taxiway-process.ts'
import { importedPath, signIn, trust, type WireClient } from '../support/wire-client.ts'
import { startLoad, succeeded, wrongAnswers } from './load.ts'

const cuts = Number(process.env['TAXIWAY_DATABASE_CUTS'] ?? 12)

let database: TestDatabase
let wire: Wire
let server: TaxiwayProcess
let client: WireClient
let token: string

beforeAll(async () => {
  database = await createDatabase(localBackend)
  wire = await openWire(database.connectionString)
  server = await startTaxiwayProcess({
    env: {
      TAXIWAY_DATABASE_URL: wire.connectionString,
      TAXIWAY_KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    },
  })
  trust(server.ca)
  client = await signIn(server.origin, server.credentials())
  token = client.token
})
afterEach(() => wire.repair())
afterAll(async () => {
  await server?.dispose()
  await wire?.close()
  await database?.drop()
})

/** Of a device's session: any of the right form, since it is looked up in the database. */
const session = 'a'.repeat(64)

const status = async (path: string) => (await fetch(`${server.origin}${path}`)).status

test(`${cuts} cuts under load end no server and lose no row that was acknowledged`, {
  timeout: 3_600_000,
}, async () => {
  const load = startLoad({ origin: () => server.origin, token, seed: 'cuts' })
  for (let cut = 0; cut < cuts; cut++) {
    const before = succeeded(load)
    await eventually(() => expect(succeeded(load)).toBeGreaterThan(before + 5))
    wire.cut()
  }
  const last = succeeded(load)
  await eventually(() => expect(succeeded(load)).toBeGreaterThan(last + 5))
  await load.stop()

  expect(load.unanswered).toEqual([])
  expect(wrongAnswers(load)).toEqual([])
  const held = new Set((await client.all(importedPath)).map(({ importId }) => importId))
  expect([...load.acknowledged].filter((row) => !held.has(row))).toEqual([])
  process.stdout.write(
    `${cuts} cuts: ${succeeded(load)} requests answered with success, ${load.acknowledged.size} rows acknowledged, 0 lost\n`,
  )
})

const surfaces: readonly (readonly [method: string, path: string, body?: string | object])[] = [
  ['GET', importedPath],
  ['GET', '/beta/devices'],
  ['GET', '/admin/v1/tenants'],
  ['DELETE', '/admin/v1/applications/00000000-0000-4000-8000-000000000000'],
  ['POST', '/ztd/v1/events', {}],
  ['POST', '/contoso.test/oauth2/v2.0/token', 'grant_type=client_credentials&client_id=a&scope=b'],
  ['GET', '/contoso.test/v2.0/.well-known/openid-configuration'],
  ['GET', '/contoso.test/oauth2/v2.0/authorize?client_id=a'],
  ['GET', '/contoso.test/account'],
  ['GET', '/common/portal-configuration'],
  ['GET', '/readyz'],
]

test('while the database refuses, every surface answers 503 and when to come again', async () => {
  wire.refuse()
  const wrong: string[] = []
  for (const [method, path, body] of surfaces) {
    const answer = await fetch(`${server.origin}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        authorization: `Bearer ${path.startsWith('/ztd') ? session : token}`,
        'content-type':
          typeof body === 'string' ? 'application/x-www-form-urlencoded' : 'application/json',
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    if (answer.status !== 503 || Number(answer.headers.get('retry-after')) < 1)
      wrong.push(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  }
  expect(wrong).toEqual([])
  expect(await status('/livez')).toBe(200)
})

test('a batch is let in by what the server remembers, and its parts say it', async () => {
  const requests = ['1', '2'].map((id) => ({ id, method: 'GET', url: '/devices' }))
  const ask = () => client.ask('POST', '/v1.0/$batch', { requests })
  // Again where what it remembered had become too old just then.
  const { responses } = await eventually(async () => {
    wire.repair()
    const served = await ask()
    expect(served.responses.map(({ status }: Json) => status)).toEqual([200, 200])
    wire.refuse()
    return await ask()
  })
  expect(responses.map(({ status }: Json) => status)).toEqual([503, 503])
  for (const { headers } of responses) expect(Number(headers['Retry-After'])).toBeGreaterThan(0)
})

test('a database that takes connections and says nothing is found out while others still wait', async () => {
  // Again where the machine stood still for as long as a page waits.
  const waiting = await eventually(async () => {
    wire.repair()
    expect(await status('/readyz')).toBe(200)
    wire.silence()
    const pages = Array.from({ length: 30 }, () => status('/contoso.test/account'))
    const settled = Promise.race(pages.map((each) => each.then(() => 'a page')))
    expect(await Promise.race([settled, status('/readyz')])).toBe(503)
    return pages
  })
  expect(await status('/livez')).toBe(200)
  wire.repair()
  // Those that had no connection yet are served on a new one.
  const given = new Set(await Promise.all(waiting))
  expect(given).toContain(503)
  expect(given).not.toContain(500)
  await eventually(async () => expect(await status('/readyz')).toBe(200))
})

test('a server whose log nobody reads any more serves on', async () => {
  server.deafen()
  for (let line = 0; line < 20; line++) {
    wire.cut()
    await fetch(`${server.origin}/common/portal-configuration`)
  }
  await eventually(async () => expect(await status('/readyz')).toBe(200))
})

test('a server whose database says nothing still ends when it is asked to', async () => {
  wire.silence()
  expect(await server.kill('SIGTERM')).toBe(0)
})
