/** Devices associated by their DeviceLinks, in one transaction. */
import {
  type AssociatedDevice,
  type AssociationDeps,
  associatedDeviceFieldTypes,
} from '../../core/associations/associated-device.ts'
import { endReporting, reportDevice } from '../../core/associations/report-device.ts'
import type { TenantId } from '../../core/ids.ts'
import type { SessionDeps } from '../../core/management/continue-session.ts'
import { enrollmentsIn } from '../../storage/enrollment/enrollments.ts'
import { writeActEvent } from '../../storage/events/write-act-event.ts'
import { recordsIn } from '../../storage/inventory/records.ts'
import type { Store } from '../../storage/sql/store.ts'

export function associationPortsIn(unit: Store): Omit<AssociationDeps, 'now'> {
  return {
    associated: recordsIn<AssociatedDevice, keyof typeof associatedDeviceFieldTypes>(unit, {
      name: 'associatedDevice',
      types: associatedDeviceFieldTypes,
    }),
    announceAssociation: (tenantId, type, id) =>
      unit.transaction(({ client }) => writeActEvent(client, tenantId, { type, subjects: [id] })),
  }
}

/** What sessions of enrolled devices do to associations. */
export function reportingIn(
  unit: Store,
  now: () => Date,
): Pick<SessionDeps, 'reportDevice' | 'endReporting'> {
  const enrollments = enrollmentsIn(unit)
  const deps = {
    ...associationPortsIn(unit),
    now,
    async isEnrolled(tenantId: TenantId, id: string) {
      const found = await enrollments.find(tenantId, id)
      return found !== undefined && found.state !== 'ended'
    },
  }
  return {
    reportDevice: (enrollment, names) => reportDevice(deps, enrollment, names),
    endReporting: (enrollment) => endReporting(deps, enrollment),
  }
}
