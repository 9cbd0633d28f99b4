/** Changes of one device. */

import type { Device } from 'taxiway-autopilot/admin'
import { ask, graph } from './ask.ts'

export type DeviceEdit = {
  readonly displayName: string
  readonly groupTag: string
  readonly userPrincipalName: string
  readonly addressableUserName: string
}

const set = `${graph}/deviceManagement/windowsAutopilotDeviceIdentities`

/** Only what differs is sent; throws ApiError with status 412 where somebody else was faster. */
export async function saveDevice(device: Device, edit: DeviceEdit): Promise<void> {
  const user = edit.userPrincipalName.trim()
  const isUserChanged = user !== device.userPrincipalName
  const body = {
    ...(edit.displayName !== device.displayName && { displayName: edit.displayName }),
    ...(edit.groupTag !== device.groupTag && { groupTag: edit.groupTag }),
    ...(isUserChanged &&
      user !== '' && { userPrincipalName: user, addressableUserName: edit.addressableUserName }),
  }
  const isUnassigned = isUserChanged && user === ''
  if (isUnassigned) await post(`${device.id}/unassignUserFromDevice`, {}, device.etag)
  if (Object.keys(body).length === 0) return
  // After the first change the device has another version, and it is our own.
  await post(`${device.id}/updateDeviceProperties`, body, isUnassigned ? undefined : device.etag)
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
