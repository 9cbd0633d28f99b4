/** What the audit trail says about devices that the runner registered. */
import type { AuditEntry } from '../audit/audit.ts'
import type { ImportId } from '../ids.ts'
import type { Registration } from './slice.ts'

/** Devices named by one entry: enough to keep entries few, and each of a size that a person can read. */
const maxResources = 100

/** The server did it, and the import it was asked by is the correlation. */
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
