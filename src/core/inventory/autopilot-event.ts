/** The record of a device's first boot, with the names and wording that clients know. */
import type { FieldTypes } from '../query.ts'
import type { Members, Records } from './records.ts'

export const autopilotEventFieldTypes = {
  id: 'id',
  createdAt: 'date',
  deviceId: 'text',
  deviceSerialNumber: 'text',
  managedDeviceName: 'text',
  userPrincipalName: 'text',
  userId: 'text',
  osVersion: 'text',
  enrollmentState: 'text',
  enrollmentType: 'text',
  deploymentState: 'text',
  windowsAutopilotDeploymentProfileDisplayName: 'text',
  eventDateTime: 'date',
  deviceRegisteredDateTime: 'date',
  enrollmentStartDateTime: 'date',
  deploymentStartDateTime: 'date',
  deploymentEndDateTime: 'date',
} as const satisfies FieldTypes<string>

export type AutopilotEventField = keyof typeof autopilotEventFieldTypes
export type AutopilotEvents = Records<Members, AutopilotEventField>
