/** What partners and makers send wrongly, twice or at once, and what they learn of it. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { statementsOf } from '../support/databases/counted-statements.ts'
import { hashFixture } from '../support/hardware-hashes.ts'
import type { Json } from '../support/registry.ts'
import { knownDevices, oemToken } from './known-devices.ts'
import { ids, openWorld, type World } from './partner-world.ts'

let world: World
let token: string
const root = `/v1/customers/${ids.customerId}`
const device = (n: number) => ({ hardwareHash: hashFixture(n).hardwareHash })

beforeAll(async () => {
  world = await openWorld()
  token = world.tokens.partner
  const scopes = ['devices.add', 'devices.read.own', 'devices.remove.own', 'policies.manage']
  await world.consent({}, world.tokens.partnerAdmin, { scopes })
})
afterAll(async () => {
  await world.registry.close()
  expect(world.registry.failures).toEqual([])
})

const ask = (method: string, path: string, body?: unknown) =>
  world.send(method, path, { token, body })

test('a batch is not named by what addresses resolve', async () => {
  for (const batchId of ['.', '..']) {
    const { status, body } = await ask('POST', `${root}/deviceBatches`, {
      batchId,
      devices: [device(1)],
    })
    expect([status, body.code]).toEqual([400, '3000'])
  }
})

test('a request that comes again while it is being done is asked to come later, and done once', async () => {
  const batch = { batchId: 'At once', devices: [device(2)] }
  const headers = { 'MS-RequestId': 'at-once' }
  const send = () => world.send('POST', `${root}/deviceBatches`, { token, body: batch, headers })
  const answers = await Promise.all(Array.from({ length: 6 }, send))
  for (const { status, headers } of answers) {
    // The SDK sends again after 503, and gives up after 409.
    expect([202, 503]).toContain(status)
    if (status === 503) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
  }
  const places = new Set(answers.map(({ headers }) => headers.get('location')))
  places.add((await send()).headers.get('location'))
  places.delete(null)
  expect(places.size).toBe(1)
})

test('a name that is there twice, in other letters, is refused', async () => {
  const twice = { batchId: 'One', BatchId: 'Other', devices: [device(3)] }
  const { status, body } = await ask('POST', `${root}/deviceBatches`, twice)
  expect([status, body.description]).toEqual([
    400,
    expect.stringContaining("'BatchId' is there twice"),
  ])
  const row = { tenantId: '', TenantId: ids.customerId, tenantDomain: '', productKeyId: '1' }
  const oem = await world.send('POST', '/oem/v1/devices', {
    token: await oemToken(world.registry),
    body: { devices: [row] },
  })
  expect([oem.status, oem.body.error.message]).toEqual([
    400,
    expect.stringContaining("'TenantId' is there twice"),
  ])
})

test('a profile is given by ids in any spelling, and a row says which device was not found', async () => {
  await ask('POST', `${root}/deviceBatches`, { batchId: 'Given', devices: [device(4)] })
  await world.registry.decideAll()
  const { body: listed } = await ask('GET', `${root}/deviceBatches/Given/devices`)
  const { id } = listed.items[0]
  const { body: policy } = await ask('POST', `${root}/policies`, { name: 'P' })
  const devices = [`{${id.toUpperCase()}}`, 'nobody'].map((each) => ({
    id: each,
    policies: [{ key: 'o_o_b_e', value: `{${policy.id}}` }],
  }))
  const { headers } = await ask('PATCH', `${root}/DevicePolicyUpdates`, { devices })
  const { body: job } = await ask('GET', `/v1${headers.get('location')}`)
  expect(job.devicesStatus).toMatchObject([
    { deviceId: id, status: 'finished' },
    { serialNumber: 'nobody', errorDescription: 'ZtdDeviceNotFound' },
  ])
  const path = `${root}/deviceBatches/Given/devices/${id}`
  const put = await ask('PUT', path, { policies: [{ key: 'o_o_b_e', value: `{${policy.id}}` }] })
  expect([put.status, put.body.policies[0].value]).toEqual([200, 'P'])
})

test('customers are found by how they begin, page by page; anything else is refused', async () => {
  const found = (filter: object, headers: object = {}) =>
    world.send('GET', `/v1/customers?filter=${encodeURIComponent(JSON.stringify(filter))}`, {
      token,
      headers,
    })
  const begins = { Field: 'CompanyName', Value: 'aero', Operator: 'starts_with' }
  expect((await found(begins)).body.totalCount).toBe(1)
  expect((await found({ ...begins, Operator: 'contains' })).status).toBe(400)
  for (const place of ['-1', 'x'])
    expect((await found(begins, { 'MS-ContinuationToken': place })).status).toBe(400)
})

test('a page is as large as it is asked for, at most 500; any other size, and a filter too long, is refused', async () => {
  const devices = `${root}/deviceBatches/Given/devices`
  for (const size of ['1', '007', '500', '501', '99999999999999999999'])
    for (const path of [`/v1/customers?size=${size}`, `${devices}?size=${size}`])
      expect((await ask('GET', path)).status, path).toBe(200)
  for (const size of ['0', '-1', '1.5', 'x', ''])
    for (const path of [`/v1/customers?size=${size}`, `${devices}?size=${size}`]) {
      const { status, body } = await ask('GET', path)
      expect([status, body.description], path).toEqual([400, expect.stringContaining('size')])
    }
  expect((await ask('GET', `/v1/customers?filter=${'x'.repeat(1_001)}`)).status).toBe(400)
})

test('the consent of a customer is looked up once, however many devices are for it', async () => {
  const program = await oemToken(world.registry)
  const here = { tenantId: ids.customerId, tenantDomain: 'aerofleet.test' }
  const asked = async (count: number) => {
    const devices = Array.from({ length: count }, (_, n) => ({ ...here, productKeyId: `${n}` }))
    return await statementsOf(world.registry.store, async () => {
      await world.send('POST', '/oem/v1/devices', { token: program, body: { devices } })
    })
  }
  const few = (await asked(2)).filter((text) => text.includes('from consent')).length
  expect((await asked(40)).filter((text) => text.includes('from consent'))).toHaveLength(few)
})

test('a maker’s device that is named twice counts once, and a used-up limit is called so', async () => {
  const oem = await world.personToken(ids.oemId, {
    name: 'maker',
    roles: ['Global Administrator'],
    aud: 'https://graph.microsoft.com',
  })
  await world.consent({ maxRemovalsPerDay: 1 }, oem, {
    scopes: ['devices.add', 'devices.remove.own'],
  })
  const program = await oemToken(world.registry)
  await knownDevices(world, [6, 8])
  const rows = (where: object, ...numbers: number[]) =>
    numbers.map((n) => {
      const { manufacturer, model, serial: serialNumber } = hashFixture(n)
      return { manufacturer, model, serialNumber, ...where }
    })
  const send = async (devices: readonly object[]): Promise<Json[]> => {
    const sent = await world.send('POST', '/oem/v1/devices', { token: program, body: { devices } })
    await world.registry.decideAll()
    return (await world.send('GET', sent.body.statusUrl, { token: program })).body.rows
  }
  const here = { tenantId: ids.customerId, tenantDomain: 'aerofleet.test' }
  expect(await send(rows(here, 6, 8))).toMatchObject([
    { status: 'finished' },
    { status: 'finished' },
  ])
  const away = { tenantId: '', tenantDomain: '' }
  expect(await send(rows(away, 6, 6, 8))).toMatchObject([
    { status: 'finished' },
    { errorName: 'ZtdDeviceNotFound' },
    { errorName: 'RemovalLimitReached' },
  ])
  const { body } = await world.send('POST', '/oem/v1/devices', {
    token: program,
    body: { devices: [{ productKeyId: '1' }] },
  })
  expect(body.error.message).toContain('leave both blank to deregister')
})
