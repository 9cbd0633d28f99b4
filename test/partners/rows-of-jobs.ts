/** Rows of a partner’s job: cut off with a consent, sent again, beyond a limit, and those that are not what they say. */
import { expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { hashFixture } from '../support/hardware-hashes.ts'
import { resetWorld } from './known-devices.ts'
import { ids } from './partner-world.ts'
import { machines, post, rowsOfJob, world } from './running-jobs-stage.ts'

const rounds = Number(process.env['TAXIWAY_REVOKE_ROUNDS'] ?? 4)

async function jobAt(location: string | null) {
  const { status, body } = await world.send('GET', `/v1${location}`, {
    token: world.tokens.partner,
  })
  expect(status).toBe(200)
  return body
}

async function registered(): Promise<number> {
  const { rows } = await world.registry.store.pool.query('select count(*) as n from device')
  return Number(rows[0].n)
}

/** As a server's runner: where a lock did not come in time, it goes on. */
const runner = () => eventually(() => world.registry.decideAll())

const rowsOf = async () =>
  (
    await world.registry.store.pool.query(
      'select status, refusal, count(*)::int as n from import_row group by status, refusal order by status, refusal',
    )
  ).rows

test('a consent that is revoked in the middle of a job ends its rows; nothing is registered after the answer', async () => {
  const { registry, tokens, send } = world
  for (let round = 0; round < rounds; round++) {
    await resetWorld(world)
    const consentId = await world.consent()
    expect((await post('Big', machines)).status).toBe(202)
    // Two runners, as servers have; how far they get before the revocation differs from round to round.
    const runners = [runner(), runner()]
    for (let turn = 0; turn < round % 4; turn++) await registered()
    const path = `/admin/v1/consents/${consentId}/revoke`
    const revoked = await eventually(async () => {
      const answer = await send('POST', path, { token: tokens.customerGlobalAdmin, body: {} })
      expect(answer.body).toMatchObject({ state: 'revoked' })
      return answer
    })
    const atAnswer = await registered()
    await Promise.all(runners)
    await runner()
    expect(await registered()).toBe(atAnswer)
    const rows: { status: string; refusal: string | null; n: number }[] = await rowsOf()
    expect(rows.filter(({ status }) => status === 'undecided')).toEqual([])
    expect(rows.find(({ refusal }) => refusal === 'ConsentRevoked')?.n ?? 0).toBe(
      revoked.body.rowsStopped,
    )
    expect(atAnswer + revoked.body.rowsStopped).toBe(rowsOfJob)
    const { rows: own } = await registry.store.pool.query(
      'select count(*)::int as n from device where consent_id = $1 and partner_id = $2',
      [consentId, ids.partnerId],
    )
    expect(own[0].n).toBe(atAnswer)
  }
})

test('a request that is sent again has the same answer and no second effect; its id serves other calls too', async () => {
  await world.consent()
  const id = 'c9b7a1de-4e0f-4c5e-8a7e-2f1d3c4b5a69'
  const some = machines.slice(0, 3)
  const answers = await Promise.all([post('Once', some, id), post('Once', some, id)])
  const again = await post('Once', some, id)
  // Of two at the same moment the later may be asked to wait.
  const accepted = answers.filter(({ status }) => status === 202)
  expect(accepted.length).toBeGreaterThan(0)
  expect(again.status).toBe(202)
  expect(new Set([...accepted, again].map(({ headers }) => headers.get('location'))).size).toBe(1)
  expect((await post('Twice', some, id)).status).toBe(409)
  await world.registry.decideAll()
  expect(await registered()).toBe(3)
  const job = await jobAt(again.headers.get('location'))
  expect(job).toMatchObject({ status: 'finished' })
  expect(job.devicesStatus.map(({ status }: { status: string }) => status)).toEqual([
    'finished',
    'finished',
    'finished',
  ])
})

test('rows beyond the customer’s limit are refused by name', async () => {
  await world.consent({ maxDevices: 2 })
  const { headers } = await post('Limited', machines.slice(0, 3))
  await world.registry.decideAll()
  const { devicesStatus } = await jobAt(headers.get('location'))
  expect(devicesStatus.map((row: { errorDescription?: string }) => row.errorDescription)).toEqual([
    undefined,
    undefined,
    'CustomerLimitReached',
  ])
})

test('a serial number that is not the hash’s own, and identities that are none', async () => {
  await world.consent()
  const { hardwareHash } = hashFixture(2)
  const { headers } = await post('Odd', [
    { HardwareHash: hardwareHash, SerialNumber: 'OTHER' },
    { HardwareHash: 'no base64!' },
    { SerialNumber: 'X1', OemManufacturerName: 'ACME' },
    { ProductKey: '3305376231696' },
  ])
  await world.registry.decideAll()
  const { devicesStatus } = await jobAt(headers.get('location'))
  expect(devicesStatus.map((row: { errorDescription: string }) => row.errorDescription)).toEqual([
    'HashContradictsSerial',
    'InvalidZtdHardwareHash',
    'MissingZtdSerialNumberAndProductKey',
    'ZtdDeviceNotFound',
  ])
})
