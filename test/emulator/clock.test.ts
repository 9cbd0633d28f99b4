/** The emulator's clock: what moves with it, at once and on every server, and what does not. */
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import {
  devices,
  type Emulator,
  imported,
  importFixture,
  openEmulator,
  readJson,
  testTenantId,
} from './support.ts'

let emulator: Emulator
let other: Emulator

beforeAll(async () => {
  emulator = await openEmulator()
  other = await openEmulator({}, emulator.place)
})
afterAll(async () => {
  await other.close()
  await emulator.close()
})
beforeEach(async () => {
  await emulator.control('POST', 'reset')
})

const advance = (advanceSeconds: number) => emulator.control('POST', 'clock', { advanceSeconds })
const stateOf = async (id: string) =>
  (await readJson(emulator.graph('GET', `${imported}/${id}`))).state

test('advancing by 90 s decides an import that takes 90 s, before the answer comes', async () => {
  await emulator.control('POST', 'settings', { importSeconds: 90 })
  const { id } = await importFixture(emulator, 1)
  // The clock also runs by itself, so that one second before the end would be none on a busy machine.
  await advance(45)
  expect(await stateOf(id)).toMatchObject({ deviceImportStatus: 'unknown' })
  await advance(45)
  const state = await stateOf(id)
  expect(state).toMatchObject({ deviceImportStatus: 'complete' })
  const device = await emulator.graph('GET', `${devices}/${state.deviceRegistrationId}`)
  expect(device.status).toBe(200)
})

test('with importSeconds 0 nobody has to move the clock', async () => {
  const { id } = await importFixture(emulator, 2)
  await eventually(async () =>
    expect(await stateOf(id)).toMatchObject({ deviceImportStatus: 'complete' }),
  )
})

test('importSeconds can be set in one tenant by its domain, and not in one that is not there', async () => {
  const answer = await emulator.control('POST', 'settings', {
    importSeconds: 90,
    tenant: 'contoso.test',
  })
  expect(answer.status).toBe(200)
  const { id } = await importFixture(emulator, 3)
  await advance(60)
  expect(await stateOf(id)).toMatchObject({ deviceImportStatus: 'unknown' })
  const unknown = await emulator.control('POST', 'settings', {
    importSeconds: 1,
    tenant: 'no.test',
  })
  expect(unknown.status).toBe(400)
})

test('a day later the last second factor is gone that somebody wanted removed', async () => {
  const database = new pg.Client({ connectionString: emulator.place.databaseUrl })
  await database.connect()
  const person = [testTenantId, '7a1c0000-0000-4000-8000-0000000000c1']
  const app = '7a1c0000-0000-4000-8000-0000000000c2'
  const apps = async () =>
    (await database.query('select from oath_token where (tenant_id, user_id) = ($1, $2)', person))
      .rowCount
  await database.query(
    `insert into oath_token (tenant_id, user_id, token_id, algorithm, digits, step_seconds, wrapped_secret, activated_at)
     values ($1, $2, $3, 'SHA-1', 6, 30, '', now())`,
    [...person, app],
  )
  await database.query(
    `insert into factor_removal (tenant_id, user_id, factor_id, kind, asked_at, due_at)
     values ($1, $2, $3, 'authenticator-app', now(), now() + interval '1 day')`,
    [...person, app],
  )
  await advance(86_000)
  expect(await apps()).toBe(1)
  await advance(500)
  expect(await apps()).toBe(0)
  await database.end()
})

test('the clock can be set to a moment and runs on from there', async () => {
  const set = '2031-02-03T04:05:06Z'
  await emulator.control('POST', 'clock', { set })
  const read = async () =>
    Date.parse((await readJson(emulator.control('GET', 'clock'))).now) - Date.parse(set)
  const first = await read()
  expect(first).toBeGreaterThanOrEqual(0)
  expect(first).toBeLessThan(60_000)
  await eventually(async () => expect(await read()).toBeGreaterThan(first))
})

test('every server on the database uses the same clock', async () => {
  await advance(3600)
  await eventually(async () => {
    const { secondsAhead } = await readJson(other.control('GET', 'clock'))
    expect(secondsAhead).toBe(3600)
  })
  const before = Math.floor(Date.now() / 1000)
  const issued = await other.token()
  const { iat } = JSON.parse(String(Buffer.from(issued.split('.')[1] ?? '', 'base64url')))
  expect(iat).toBeGreaterThanOrEqual(before + 3600)
})

test('a token expires by the clock, and a new one is good', async () => {
  await advance(2 * 3600)
  expect((await emulator.graph('GET', devices)).status).toBe(401)
  const fresh = await emulator.token()
  const answer = await emulator.send('GET', devices, {
    headers: { authorization: `Bearer ${fresh}` },
  })
  expect(answer.status).toBe(200)
})

test('a token from later is good after a reset set the clock back', async () => {
  await advance(2 * 3600)
  const later = await emulator.token()
  await emulator.control('POST', 'reset')
  const answer = await emulator.send('GET', devices, {
    headers: { authorization: `Bearer ${later}` },
  })
  expect(answer.status).toBe(200)
})

test.each([
  {},
  { advanceSeconds: '90' },
  { advance: 90 },
  { set: 'tomorrow' },
  { set: '2030-01-01T00:00:00Z', advanceSeconds: 1 },
])('the clock is not moved by %j', async (body) => {
  expect((await emulator.control('POST', 'clock', body)).status).toBe(400)
  expect(await readJson(emulator.control('GET', 'clock'))).toMatchObject({ secondsAhead: 0 })
})
