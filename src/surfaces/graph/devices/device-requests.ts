/** What requests about one registration may contain. Absent is not empty: only named properties change. */
import type { DeleteDevicesRequest, DevicePropertiesRequest } from 'taxiway-autopilot'
import { deviceIdentityType, memberNames } from 'taxiway-autopilot/graph'
import { z } from 'zod'
import { ofType } from '../bodies/known-members.ts'

const text = z.string().nullable()
/** Empty and null both clear. */
const change = text.transform((value) => (value === '' ? null : value)).optional()

export const propertiesRequest = z.object({
  userPrincipalName: change,
  addressableUserName: change,
  groupTag: change,
  displayName: change,
}) satisfies z.ZodType<unknown, DevicePropertiesRequest>

export const entityChangeRequest = propertiesRequest.extend({ purchaseOrderIdentifier: change })

export const userRequest = z.object({
  userPrincipalName: z.string().min(1),
  addressableUserName: text.default(null),
})

export const resourceAccountRequest = userRequest.extend({
  resourceAccountName: text.default(null),
})

export const deleteDevicesRequest = z.object({
  serialNumbers: z.array(z.string()),
}) satisfies z.ZodType<DeleteDevicesRequest>

const optional = text.default(null).transform((value) => (value === '' ? null : value))

/** For a device created from a description. Properties that only the service knows are ignored. */
export const descriptionRequest = z.object({
  serialNumber: z.string(),
  manufacturer: optional,
  model: optional,
  skuNumber: optional,
  systemFamily: optional,
  productKey: optional,
  groupTag: optional,
  purchaseOrderIdentifier: optional,
  userPrincipalName: optional,
  addressableUserName: optional,
  displayName: optional,
  resourceName: optional,
})

const members = memberNames(deviceIdentityType, 'beta')
const type = 'microsoft.graph.windowsAutopilotDeviceIdentity'

ofType(propertiesRequest, { type: 'the parameters of updateDeviceProperties', ignored: [] })
ofType(entityChangeRequest, { type, ignored: members })
ofType(userRequest, { type: 'the parameters of assignUserToDevice', ignored: [] })
ofType(resourceAccountRequest, {
  type: 'the parameters of assignResourceAccountToDevice',
  ignored: [],
})
ofType(deleteDevicesRequest, { type: 'the parameters of deleteDevices', ignored: [] })
ofType(descriptionRequest, { type, ignored: members })
