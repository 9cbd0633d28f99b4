/** Changes of one device. */

import type { Device } from 'taxiway-autopilot/admin'
import { ask, graph } from './ask.ts'

export const editedFields = [
  'displayName',
  'groupTag',
  'userPrincipalName',
  'addressableUserName',
] as const

export type DeviceEdit = Readonly<Record<(typeof editedFields)[number], string>>

const set = `${graph}/deviceManagement/windowsAutopilotDeviceIdentities`

/** In one request, so that it is saved whole or not at all; throws ApiError with status 412 where somebody else was faster. */
export async function saveDevice(device: Device, edit: DeviceEdit): Promise<void> {
  const wanted = { ...edit, userPrincipalName: edit.userPrincipalName.trim() }
  const names = editedFields.filter((name) => wanted[name] !== device[name])
  if (names.length === 0) return
  const body = Object.fromEntries(names.map((name) => [name, wanted[name]]))
  await post(`${device.id}/updateDeviceProperties`, body, device.etag)
}

function post(path: string, body: object, etag: string | undefined): Promise<void> {
  return ask(`${set}/${path}`, {
    method: 'POST',
    body,
    ...(etag !== undefined && etag !== '' && { headers: { 'if-match': etag } }),
  })
}

export function allowNextEnrollment(id: string): Promise<void> {
  return post(`${id}/allowNextEnrollment`, {}, undefined)
}
