/** Shapes of deleted devices. */
import type {
  DeletedDevicePage,
  DeviceResults,
  DeletedDevice as Wire,
} from 'taxiway-autopilot/admin'
import { z } from 'zod'
import { type DeletedDevice, deletedStates } from '../../../core/devices/deleted-device.ts'
import { ids } from '../../../core/id-kinds.ts'
import { idShape } from '../../http/id-shape.ts'

const time = (at: Date) => at.toISOString()

export const deletedDeviceAnswer = z.object({
  id: z.string(),
  serialNumber: z.string(),
  manufacturer: z.string(),
  model: z.string(),
  groupTag: z.string(),
  purchaseOrderIdentifier: z.string(),
  userPrincipalName: z.string(),
  displayName: z.string(),
  state: z.enum(deletedStates),
  deletedDateTime: z.string(),
  deletedBy: z.string(),
  reservedUntilDateTime: z.string(),
  endedDateTime: z.string().nullable(),
  endedBy: z.string().nullable(),
  supersededBy: z.string().nullable(),
}) satisfies z.ZodType<Wire>

export const deletedDevicePage = z.object({
  value: z.array(deletedDeviceAnswer),
  next: z.string().optional(),
}) satisfies z.ZodType<DeletedDevicePage>

export const deletedDeviceQuery = z.object({
  state: z.enum(deletedStates).optional(),
  /** Exactly as stored. */
  serialNumber: z.string().max(256).optional(),
  /** A part of the serial number, name, user, group tag or model. */
  q: z.string().trim().max(256).optional(),
  cursor: z.string().max(2_000).optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
})

export const deviceIds = z.strictObject({ ids: z.array(idShape(ids.device)).min(1).max(1_000) })

export const deviceResults = z.object({
  value: z.array(
    z.object({
      id: z.string(),
      state: z.enum(['done', 'refused']),
      reason: z.string().nullable(),
    }),
  ),
}) satisfies z.ZodType<DeviceResults>

export function presentDeleted(each: DeletedDevice): z.input<typeof deletedDeviceAnswer> {
  const { device } = each
  return {
    id: device.id,
    serialNumber: device.serialNumber,
    manufacturer: device.manufacturer ?? '',
    model: device.model ?? '',
    groupTag: device.groupTag ?? '',
    purchaseOrderIdentifier: device.purchaseOrderIdentifier ?? '',
    userPrincipalName: device.userPrincipalName ?? '',
    displayName: device.displayName ?? '',
    state: each.state,
    deletedDateTime: time(each.deletedAt),
    deletedBy: each.deletedBy,
    reservedUntilDateTime: time(each.reservedUntil),
    endedDateTime: each.endedAt && time(each.endedAt),
    endedBy: each.endedBy,
    supersededBy: each.supersededBy,
  }
}
