/** Makers report and deregister many devices at once, in as many statements as few. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { statementsOf } from '../support/databases/counted-statements.ts'
import { hashFixture } from '../support/hardware-hashes.ts'
import type { Json } from '../support/registry.ts'
import { knownDevices, oemToken } from './known-devices.ts'
import { ids, openWorld, type World } from './partner-world.ts'

let world: World
let token: string
const here = { tenantId: ids.customerId, tenantDomain: 'aerofleet.test' }
const away = { tenantId: '', tenantDomain: '' }

beforeAll(async () => {
  world = await openWorld()
  const oem = await world.personToken(ids.oemId, {
    name: 'maker',
    roles: ['Global Administrator'],
    aud: 'https://graph.microsoft.com',
  })
  await world.consent({}, oem, { scopes: ['devices.add', 'devices.remove.own'] })
  token = await oemToken(world.registry)
})
afterAll(async () => {
  await world.registry.close()
  expect(world.registry.failures).toEqual([])
})

function rowsOf(where: object, ...numbers: number[]) {
  return numbers.map((n) => {
    const { manufacturer, model, serial: serialNumber } = hashFixture(n)
    return { manufacturer, model, serialNumber, ...where }
  })
}

const post = (devices: readonly object[]) =>
  world.send('POST', '/oem/v1/devices', { token, body: { devices } })

/** What became of each. */
async function send(devices: readonly object[]): Promise<Json[]> {
  const sent = await post(devices)
  expect(sent.status).toBe(202)
  await world.registry.decideAll()
  const { body } = await world.send('GET', sent.body.statusUrl, { token })
  return body.rows
}

const asked = (work: () => Promise<unknown>) =>
  statementsOf(world.registry.store, work).then(({ length }) => length)

test('a report of eight devices takes as many statements as one of two', async () => {
  const few = await asked(() => knownDevices(world, [1, 2]))
  expect(await asked(() => knownDevices(world, [3, 4, 5, 6, 7, 8]))).toBeLessThanOrEqual(few)
})

test('eight are deregistered in as many statements as two, each by its name', async () => {
  const all = [1, 2, 3, 4, 5, 6, 7, 8]
  await send(rowsOf(here, ...all))
  const few = await asked(() => post(rowsOf(away, 1, 2)))
  const nobody = { ...away, manufacturer: 'a', model: 'b', serialNumber: 'c' }
  const rest = [...rowsOf(away, 3, 4, 5, 6), ...Array(30).fill(nobody)]
  expect(await asked(() => post(rest))).toBeLessThanOrEqual(few)
  const { serial, productKeyId } = hashFixture(7)
  const others = [
    { ...rowsOf(away, 8)[0], serialNumber: serial },
    { ...away, productKeyId },
  ]
  expect(await send([...others, ...rowsOf(away, 7, 8)])).toMatchObject([
    { errorName: 'ZtdDeviceNotFound' },
    { status: 'finished' },
    { errorName: 'ZtdDeviceNotFound' },
    { status: 'finished' },
  ])
})
