/** Two tenants, a stranger and an operator. */
import { expect } from 'vitest'
import { platformRoles } from '../../src/core/access/permissions.ts'
import { laptop } from '../support/machines.ts'
import { type Client, json, openRegistry } from '../support/registry.ts'

export let registry: Awaited<ReturnType<typeof openRegistry>>
export let giver: Client
export let receiver: Client
export let stranger: Client
export let operator: Client
export let machines = 0

export async function openStage() {
  registry = await openRegistry()
  giver = await registry.newTenant()
  receiver = await registry.newTenant()
  stranger = await registry.newTenant()
  operator = await registry.newTenant(platformRoles)
}

export const path = '/admin/v1/transfers'

export const devicesPath = '/v1.0/deviceManagement/windowsAutopilotDeviceIdentities'

const importsPath = '/v1.0/deviceManagement/importedWindowsAutopilotDeviceIdentities'

export async function imported(
  to: Client,
  name: string,
): Promise<{ status: string; code: number }> {
  const hardwareIdentifier = Buffer.from(laptop(name)).toString('base64')
  const { id } = await json(to.ask('POST', importsPath, { hardwareIdentifier, groupTag: 'Secret' }))
  await registry.decideAll()
  const { state } = await json(to.ask('GET', `${importsPath}/${id}`))
  return { status: state.deviceImportStatus, code: state.deviceErrorCode }
}

type Device = { readonly id: string; readonly serialNumber: string; readonly groupTag: string }

export async function devicesOf(client: Client): Promise<readonly Device[]> {
  return (await json(client.ask('GET', devicesPath))).value
}

/** A fresh device of the giver, with what makes it. */
export async function newDevice(): Promise<{ readonly name: string; readonly id: string }> {
  machines += 1
  const name = `transfer ${machines}`
  const before = new Set((await devicesOf(giver)).map(({ id }) => id))
  expect(await imported(giver, name)).toMatchObject({ status: 'complete' })
  const made = (await devicesOf(giver)).find(({ id }) => !before.has(id))
  return { name, id: made?.id ?? '' }
}

export async function offer(deviceIds: readonly string[], more: object = {}) {
  return await json(giver.ask('POST', path, { deviceIds, ...more }))
}

export async function certificatesOf(client: Client, id: string) {
  return (await json(client.ask('GET', `${path}/${id}/certificates`))).certificates
}
