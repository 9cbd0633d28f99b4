/** Two partners and their customers, made anew for each test. */
import { base64, laptop } from '../support/machines.ts'
import { resetWorld } from './known-devices.ts'
import { ids, openWorld, type World } from './partner-world.ts'

export const rowsOfJob = Number(process.env['TAXIWAY_REVOKE_ROWS'] ?? 160)

export let world: World

export const opened = openWorld()

export const machines = Array.from({ length: rowsOfJob }, (_, n) => ({
  HardwareHash: base64(laptop(`job ${n}`)),
}))

export async function beginTest() {
  world = await opened
  await resetWorld(world)
}

const batches = `/v1/customers/${ids.customerId}/deviceBatches`

export async function post(batchId: string, devices: readonly object[], requestId?: string) {
  return await world.send('POST', batches, {
    token: world.tokens.partner,
    body: { BatchId: batchId, Devices: devices },
    headers: requestId === undefined ? {} : { 'MS-RequestId': requestId },
  })
}
