/**
 * What devices do to their associations: one that is enrolled reports, and one that leaves management is associated no more.
 * [documented: device association; which message of the device reports it is not published, here each session does]
 */
import type { Enrollment } from '../enrollment/enrollment.ts'
import type { TenantId } from '../ids.ts'
import {
  type AssociationDeps,
  dropAssociation,
  makeStale,
  recordsOfDevice,
} from './associated-device.ts'
import { type DeviceNames, deviceDigest } from './device-link.ts'

export type ReportDeps = AssociationDeps & {
  /** Whether the enrollment is in force. */
  readonly isEnrolled: (tenantId: TenantId, enrollmentId: string) => Promise<boolean>
}

export type Reporting = Pick<Enrollment, 'tenantId' | 'id' | 'managedDeviceId' | 'ownership'>

/**
 * One whose removal is pending is associated again, since its firmware still holds the marker. Personal devices report
 * nothing: anybody can enroll one, under any serial number.
 */
export async function reportDevice(
  deps: ReportDeps,
  { tenantId, id: enrollmentId, managedDeviceId, ownership }: Reporting,
  names: DeviceNames,
): Promise<void> {
  if (ownership !== 'corporate') return
  const device = deviceDigest(names)
  const all = await recordsOfDevice(deps, tenantId, { ...names, device })
  const record = all.find(({ members }) => members.state !== 'stale')
  if (record === undefined) return
  const { members } = record
  const known = members.enrollmentId
  const isOthers = known !== null && known !== enrollmentId
  if (isOthers && (await deps.isEnrolled(tenantId, known))) return
  const isAssociated = members.state === 'associated'
  if (isAssociated && !isOthers && members.managedDeviceId === managedDeviceId) return
  await deps.associated.replace(tenantId, record.id, {
    ...members,
    state: 'associated',
    associatedAt: members.associatedAt ?? deps.now().toISOString(),
    enrollmentId,
    managedDeviceId,
  })
  if (!isAssociated) await deps.announceAssociation(tenantId, 'association.associated', record.id)
}

/** The device has left management: the record is stale, or gone if it was to be removed. */
export async function endReporting(
  deps: AssociationDeps,
  { tenantId, id }: Pick<Enrollment, 'tenantId' | 'id'>,
): Promise<void> {
  const filter = { kind: 'compare', field: 'enrollmentId', op: 'eq', value: id } as const
  const { rows } = await deps.associated.list(tenantId, { filter, page: { limit: 100 } })
  for (const record of rows) {
    if (record.members.state === 'pendingRemoval') await dropAssociation(deps, tenantId, record.id)
    if (record.members.state === 'associated') await makeStale(deps, tenantId, record)
  }
}
