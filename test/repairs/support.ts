/** Cases over HTTP, from the first call to the device that came back. */

import type { RepairCase, RepairCaseDetail } from 'taxiway-autopilot/admin'
import { expect } from 'vitest'
import { base64 } from '../support/machines.ts'
import type { Client } from '../support/registry.ts'

export const devicesPath = '/v1.0/deviceManagement/windowsAutopilotDeviceIdentities'
export const repairPath = '/admin/v1/repair-cases'

export const request = {
  problem: { summary: 'It does not start.', accidental: false },
  contact: { name: 'Ada', email: 'ada@contoso.test', timeZone: 'Europe/Berlin' },
  warranty: { status: 'inWarranty', endsOn: '2030-03-31', source: 'maker' },
}

export const diagnostic = { tool: 'ePSA', code: '2000-0142', result: 'failed' }

export async function asked<T = RepairCase>(
  client: Client,
  [method, path]: readonly [string, string],
  body?: unknown,
): Promise<T> {
  const answer = await client.ask(method, path, body)
  const text = await answer.text()
  expect(answer.status, `${method} ${path}: ${text}`).toBeLessThan(300)
  return JSON.parse(text) as T
}

export async function refused(client: Client, path: string, body: unknown = {}) {
  const answer = await client.ask('POST', path, body)
  const { error } = (await answer.json()) as { error: { code: string; message: string } }
  return { status: answer.status, ...error }
}

export function opened(client: Client, deviceId: string, more: object = {}) {
  return asked(client, ['POST', repairPath], { deviceId, ...request, ...more })
}

type Act = readonly [of: { readonly id: string }, name: string]

export const act = (client: Client, [{ id }, name]: Act, body: object = {}) =>
  asked(client, ['POST', `${repairPath}/${id}/${name}`], body)

export const shown = (client: Client, { id }: { id: string }) =>
  asked<RepairCaseDetail>(client, ['GET', `${repairPath}/${id}`])

/** Opened, diagnosed, submitted and parked. */
export async function parked(client: Client, registrationId: string, scenario = 'general') {
  const made = await opened(client, registrationId, { diagnostics: [diagnostic] })
  await act(client, [made, 'submit'], { vendor: 'Maker', vendorReference: 'SR1' })
  return await act(client, [made, 'release-device'], { scenario })
}

export function returned(client: Client, of: { id: string }, capture: Uint8Array) {
  return act(client, [of, 'returned'], { hardwareHash: base64(capture) })
}
