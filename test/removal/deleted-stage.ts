/** A tenant with devices that are deleted, and a stranger. */
import { makeFleet } from 'taxiway-hardware-hash'
import { expect } from 'vitest'
import { expectNothingLoose } from '../support/databases/nothing-loose.ts'
import { type Client, type Json, json, openRegistry } from '../support/registry.ts'

export let registry: Awaited<ReturnType<typeof openRegistry>>
export let owner: Client
export let stranger: Client

export const fleet = [...makeFleet({ seed: 77, count: 40 })]

export const devicesPath = '/beta/deviceManagement/windowsAutopilotDeviceIdentities'

export async function openStage() {
  registry = await openRegistry()
}

export async function beginTest() {
  await registry.freeDevices()
  owner = await registry.newTenant()
  stranger = await registry.newTenant()
}

export async function importAll(client: Client, from = fleet, groupTag = 'Lab'): Promise<Json[]> {
  const rows = from.map((device, i) => ({
    file: 'box.csv',
    line: i + 2,
    serialNumber: device.description.serialNumber,
    hardwareIdentifier: device.hash().text,
    groupTag,
  }))
  const sent = await client.ask('POST', '/admin/v1/imports', { label: 'box.csv', rows })
  expect(sent.status, await sent.clone().text()).toBe(201)
  const { importId }: Json = await sent.json()
  await registry.decideAll()
  const page = await json(client.ask('GET', `/admin/v1/imports/${importId}/rows?limit=1000`))
  return page.value
}

export const idsOf = async (client: Client): Promise<string[]> =>
  (await json(client.ask('GET', '/admin/v1/devices?top=1000'))).value.map(({ id }: Json) => id)

export const remove = async (client: Client, id: string) =>
  (await client.ask('DELETE', `${devicesPath}/${id}`)).status

/** Imports from files keep the hashes of refused rows for some days. */
export async function nothingLoose(): Promise<void> {
  await registry.store.pool.query(`update import_label set hashes_until = now() - interval '1 day'`)
  await registry.app.leftovers.sweep(1_000)
  await expectNothingLoose(registry.store)
}
