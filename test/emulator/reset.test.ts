/** Reset: the state that the emulator began with, ids included, and what a server without controls makes of it. */
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import {
  devices,
  type Emulator,
  imported,
  importFixture,
  openEmulator,
  readJson,
} from './support.ts'

let emulator: Emulator

beforeAll(async () => {
  emulator = await openEmulator()
})
afterAll(() => emulator.close())

const countOf = async (set: string) => (await readJson(emulator.graph('GET', set))).value.length

async function registered(): Promise<void> {
  await eventually(async () => expect(await countOf(devices)).toBe(1))
}

test('what was registered, ordered and moved is gone, and can be registered again', async () => {
  for (const round of [1, 2]) {
    await importFixture(emulator, 1)
    await registered()
    await emulator.control('POST', 'faults', { match: { path: '/none' }, answer: { drop: true } })
    await emulator.control('POST', 'clock', { advanceSeconds: round })
    const answer = await emulator.control('POST', 'reset')
    expect(answer.status).toBe(200)
    expect([await countOf(devices), await countOf(imported)]).toEqual([0, 0])
    expect(await readJson(emulator.control('GET', 'faults'))).toEqual({ value: [] })
    expect(await readJson(emulator.control('GET', 'clock'))).toMatchObject({ secondsAhead: 0 })
  }
})

test('the audit trail goes back with the rest, goes on, and is guarded as before', async () => {
  const client = new pg.Client({ connectionString: emulator.place.databaseUrl })
  await client.connect()
  const entries = async () => (await client.query('select from audit_entry')).rowCount ?? 0
  const before = await entries()
  for (const _ of [1, 2]) {
    await importFixture(emulator, 5)
    await registered()
    await eventually(async () => expect(await entries()).toBeGreaterThan(before))
    await emulator.control('POST', 'reset')
    expect(await entries()).toBe(before)
  }
  await expect(client.query('delete from audit_entry')).rejects.toThrow('stay as they are')
  await client.end()
})

test('tenant, application and tokens stay what they were', async () => {
  const before = await emulator.token()
  await emulator.control('POST', 'reset')
  const answer = await emulator.send('GET', devices, {
    headers: { authorization: `Bearer ${before}` },
  })
  expect(answer.status).toBe(200)
  expect(subjectOf(await emulator.token())).toEqual(subjectOf(before))
})

test('an import that waits is gone with the reset and never decided', async () => {
  await emulator.control('POST', 'settings', { importSeconds: 90 })
  await importFixture(emulator, 2)
  await emulator.control('POST', 'reset')
  await emulator.control('POST', 'clock', { advanceSeconds: 90 })
  expect([await countOf(devices), await countOf(imported)]).toEqual([0, 0])
  await emulator.control('POST', 'reset')
})

test('a restarted emulator resets to the first start, not to its own', async () => {
  await importFixture(emulator, 3)
  await registered()
  const again = await openEmulator({}, emulator.place)
  await again.control('POST', 'reset')
  await again.close()
  expect(await countOf(devices)).toBe(0)
})

test('what a server without controls did is never undone by a later reset', async () => {
  await importFixture(emulator, 4)
  await registered()
  await emulator.control('POST', 'clock', { advanceSeconds: 3600 })
  const plain = await openEmulator({ emulator: false }, emulator.place)
  const { iat } = claimsOf(await plain.token())
  expect(iat).toBeLessThanOrEqual(Date.now() / 1000)
  await plain.close()
  const again = await openEmulator({}, emulator.place)
  await again.control('POST', 'reset')
  expect((await readJson(again.graph('GET', devices))).value).toHaveLength(1)
  await again.close()
})

function claimsOf(token: string) {
  return JSON.parse(String(Buffer.from(token.split('.')[1] ?? '', 'base64url')))
}

function subjectOf(token: string) {
  const { oid, tid, appid, roles } = claimsOf(token)
  return { oid, tid, appid, roles }
}
