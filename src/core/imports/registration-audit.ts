/** What the audit trail records about devices registered by the runner. */
import type { AuditActor, AuditEntry } from '../audit/audit.ts'
import type { ImportId } from '../ids.ts'

/** Devices per entry: few entries, each still readable for a person. */
const maxResources = 100

/** The server did it, on its own tenant's behalf. */
const runner: AuditActor = { kind: 'system', job: 'import decisions' }

type Registered = { readonly deviceId: string; readonly serialNumber: string }

/** The import that asked for it is the correlation; what a partner sent is the partner's doing. */
export function registrationEntries(
  importId: ImportId,
  registrations: readonly Registered[],
  actor?: AuditActor,
): readonly AuditEntry[] {
  const act = { activity: 'Create WindowsAutopilotDeviceIdentity', operation: 'Create' } as const
  return entriesOf(registrations, { ...act, importId, actor })
}

/** Devices that were declared, and whose first hash has come. */
export function firstHashEntries(
  importId: ImportId,
  devices: readonly Registered[],
  actor?: AuditActor,
): readonly AuditEntry[] {
  const act = { activity: 'Update WindowsAutopilotDeviceIdentity', operation: 'Patch' } as const
  const properties = [{ name: 'hardwareHash', before: null, after: 'the first' }]
  return entriesOf(devices, { ...act, importId, actor, properties })
}

type Act = Pick<AuditEntry, 'activity' | 'operation'> & {
  readonly importId: ImportId
  readonly actor: AuditActor | undefined
  readonly properties?: AuditEntry['resources'][number]['properties']
}

function entriesOf(devices: readonly Registered[], act: Act): readonly AuditEntry[] {
  const { importId, actor = runner, properties, ...what } = act
  const entries: AuditEntry[] = []
  for (let at = 0; at < devices.length; at += maxResources) {
    entries.push({
      category: 'Enrollment',
      ...what,
      result: 'Success',
      actor,
      correlationId: importId,
      resources: devices.slice(at, at + maxResources).map(({ deviceId, serialNumber }) => ({
        type: 'WindowsAutopilotDeviceIdentity',
        id: deviceId,
        name: serialNumber,
        ...(properties && { properties }),
      })),
    })
  }
  return entries
}
