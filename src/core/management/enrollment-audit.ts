/** What an enrolled device does by itself, as an entry of the audit trail. */
import type { AuditEntry } from '../audit/audit.ts'
import type { Enrollment } from '../enrollment/enrollment.ts'
import { newUuid } from '../uuid.ts'

type Resource = NonNullable<AuditEntry['resources']>[number]

type DeviceAct = Pick<AuditEntry, 'result'> & {
  readonly verb: string
  readonly properties: NonNullable<Resource['properties']>
}

export function auditOfEnrolled(
  { id, deviceName, registrationId }: Enrollment,
  { verb, result, properties }: DeviceAct,
): AuditEntry {
  return {
    category: 'Enrollment',
    activity: `${verb} ManagedDevice`,
    operation: 'Action',
    result,
    actor: {
      kind: 'device',
      ...(registrationId !== null && { deviceId: registrationId }),
      proof: 'enrollment',
      proofId: id,
    },
    correlationId: newUuid(),
    resources: [
      { type: 'ManagedDevice', id, ...(deviceName !== null && { name: deviceName }), properties },
    ],
  }
}
