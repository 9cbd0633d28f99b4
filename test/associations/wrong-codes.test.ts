/** Codes that are guessed at two servers, whose clocks may differ: the guesses are counted together. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openTwoServers, type TwoServers } from '../access/two-servers.ts'
import { type Client, json } from '../support/registry.ts'

let servers: TwoServers
let tenant: Client
let code: string

beforeAll(async () => {
  servers = await openTwoServers()
  tenant = await servers.registry.newTenant()
  code = (await json(tenant.ask('POST', '/admin/v1/intake-codes', { label: 'Desk' }))).code
})
beforeEach(async () => {
  await servers.registry.store.pool.query('delete from attempt')
})
afterAll(async () => {
  await servers.close()
  expect([...servers.failures, ...servers.registry.failures]).toEqual([])
})

async function tried(server: 0 | 1, shown: string): Promise<number> {
  const body = JSON.stringify({ code: shown })
  return (await servers.ask(server, { method: 'POST', path: '/intake/v1/status', body })).status
}

const guess = (n: number) => `AAAA-BBBB-CCCC-${1000 + n}`

test('ten wrong ones, whichever server is asked; a right one costs nothing and forgets none', async () => {
  const said: number[] = []
  for (let n = 0; n < 10; n++) {
    said.push(await tried(n % 2 === 0 ? 0 : 1, guess(n)))
    expect(await tried(n % 2 === 0 ? 1 : 0, code)).toBe(n < 9 ? 200 : 429)
  }
  expect(said).toEqual(Array(10).fill(403))
  expect([await tried(0, guess(10)), await tried(1, guess(11))]).toEqual([429, 429])
})

test('guesses at the same moment all count', async () => {
  const said = await Promise.all(
    Array.from({ length: 16 }, (_, n) => tried(n % 2 === 0 ? 0 : 1, guess(n))),
  )
  expect(said.toSorted()).toEqual([...Array(10).fill(403), ...Array(6).fill(429)])
})

test('a window that began after a guess was sent counts that guess too', async () => {
  for (let n = 0; n < 10; n++) await tried(0, guess(n))
  const { pool } = servers.registry.store
  await pool.query(`update attempt set window_ends_at = window_ends_at + interval '1 minute'`)
  expect(await tried(1, guess(10))).toBe(429)
})

test('right ones at the same moment shut nobody out', async () => {
  const said = await Promise.all(
    Array.from({ length: 40 }, (_, n) => tried(n % 2 === 0 ? 0 : 1, code)),
  )
  expect(said).toEqual(Array(40).fill(200))
})

test('a window from before the clock was set back shuts nobody out', async () => {
  for (let n = 0; n < 10; n++) await tried(0, guess(n))
  const { pool } = servers.registry.store
  await pool.query(`update attempt set window_ends_at = window_ends_at + interval '1 hour'`)
  expect(await tried(1, code)).toBe(200)
})
