/** What the audit trail records about devices registered by the runner. */
import type { AuditEntry } from '../audit/audit.ts'
import type { ImportId } from '../ids.ts'
import type { Registration } from './slice.ts'

/** Devices per entry: few entries, each still readable for a person. */
const maxResources = 100

/** The server did it; the import that asked for it is the correlation. */
export function registrationEntries(
  importId: ImportId,
  registrations: readonly Registration[],
): readonly AuditEntry[] {
  const entries: AuditEntry[] = []
  for (let at = 0; at < registrations.length; at += maxResources) {
    entries.push({
      category: 'Enrollment',
      activity: 'Create WindowsAutopilotDeviceIdentity',
      operation: 'Create',
      result: 'Success',
      actor: { kind: 'system', job: 'import decisions' },
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
