/** Changes of one device. */

import type { Device } from 'taxiway-autopilot/admin'
import { askWarned, graph } from './ask.ts'
import { fetchDevice } from './device-detail.ts'
import type { Place } from './versions.ts'

export const editedFields = [
  'displayName',
  'groupTag',
  'userPrincipalName',
  'addressableUserName',
] as const

export type DeviceEdit = Readonly<Record<(typeof editedFields)[number], string>>

/** Where its edited fields are read and changed: in one request, so that it is saved whole or not at all. */
export function placeOfDevice(id: string): Place<Device> {
  return {
    async read() {
      const device = await fetchDevice(id)
      return { value: device, version: device.etag }
    },
    write: (body, etag) => post(`${id}/updateDeviceProperties`, body, etag),
  }
}

const set = `${graph}/deviceManagement/windowsAutopilotDeviceIdentities`

function post(path: string, body: object, etag: string | undefined): Promise<string | undefined> {
  return askWarned(`${set}/${path}`, {
    method: 'POST',
    body,
    ...(etag !== undefined && etag !== '' && { headers: { 'if-match': etag } }),
  })
}

export async function allowNextEnrollment(id: string): Promise<void> {
  await post(`${id}/allowNextEnrollment`, {}, undefined)
}
