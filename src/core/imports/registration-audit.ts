/** What the audit trail records about devices registered by the runner. */
import type { AuditActor, AuditEntry } from '../audit/audit.ts'
import type { ImportId } from '../ids.ts'
import type { Registration } from './slice.ts'

/** Devices per entry: few entries, each still readable for a person. */
const maxResources = 100

/** The server did it, on its own tenant's behalf. */
const runner: AuditActor = { kind: 'system', job: 'import decisions' }

/** The import that asked for it is the correlation; what a partner sent is the partner's doing. */
export function registrationEntries(
  importId: ImportId,
  registrations: readonly Registration[],
  actor: AuditActor = runner,
): readonly AuditEntry[] {
  const entries: AuditEntry[] = []
  for (let at = 0; at < registrations.length; at += maxResources) {
    entries.push({
      category: 'Enrollment',
      activity: 'Create WindowsAutopilotDeviceIdentity',
      operation: 'Create',
      result: 'Success',
      actor,
      correlationId: importId,
      resources: registrations.slice(at, at + maxResources).map(({ deviceId, serialNumber }) => ({
        type: 'WindowsAutopilotDeviceIdentity',
        id: deviceId,
        name: serialNumber,
      })),
    })
  }
  return entries
}
