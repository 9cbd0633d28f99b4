/** Partners and customers, made anew for each test. */
import { expect } from 'vitest'
import { machine } from '../deployment/support.ts'
import { type Client, type Json, json } from '../support/registry.ts'
import { resetWorld } from './known-devices.ts'
import { ids, openWorld, type World } from './partner-world.ts'

export let world: World

export const opened = openWorld({ deployment: { hashOnly: true } })

export async function beginTest() {
  world = await opened
  await resetWorld(world)
  for (const client of Object.values(world.clients)) await declares(client, 'declare')
}

export async function declares(client: Client, unknownTuples: string): Promise<void> {
  const answer = await client.ask('PATCH', '/admin/v1/settings', { unknownTuples })
  expect(await answer.json()).toMatchObject({ unknownTuples })
}

export const { fixture, prover } = machine(0)

export const { hardwareHash } = fixture

export const names = {
  SerialNumber: fixture.serial,
  OemManufacturerName: fixture.manufacturer,
  ModelName: fixture.model,
}

/** What became of each row. */
async function sent(devices: readonly object[], at: Json = {}): Promise<readonly Json[]> {
  const { customer = ids.customerId, token = world.tokens.partner } = at
  const posted = await world.send('POST', `/v1/customers/${customer}/deviceBatches`, {
    token,
    body: { BatchId: `Batch ${Math.random()}`, Devices: devices },
  })
  expect(posted.status).toBe(202)
  await world.registry.decideAll()
  const job = await world.send('GET', `/v1${posted.headers.get('location')}`, { token })
  return job.body.devicesStatus
}

export const said = async (devices: readonly object[], at?: Json) =>
  (await sent(devices, at)).map((row) => row.errorDescription ?? row.status)

const ownPath = '/v1.0/deviceManagement/importedWindowsAutopilotDeviceIdentities'

/** What the tenant's own import of the hash says. */
export async function imported(client: Client, hash = hardwareHash): Promise<string> {
  const { id } = await json(client.ask('POST', ownPath, { hardwareIdentifier: hash }))
  await world.registry.decideAll()
  const { state } = await json(client.ask('GET', `${ownPath}/${id}`))
  return state.deviceImportStatus === 'complete' ? 'complete' : state.deviceErrorName
}

export async function devicesOf(client: Client): Promise<readonly Json[]> {
  return (await json(client.ask('GET', '/admin/v1/devices'))).value
}

export const historyOf = (client: Client, { id }: Json) =>
  json(client.ask('GET', `/admin/v1/devices/${id}/history`))
