/** Imported devices as Graph shows them: their receipts, and what became of each row. */
import { type ImportedDeviceIdentity, refusals } from 'taxiway-autopilot'
import { type AssignedUserDeps, warningOf } from '../../../core/devices/assigned-user.ts'
import type { TenantId } from '../../../core/ids.ts'
import type { ImportedDevice } from '../../../core/imports/imported-device.ts'
import type { Fidelity } from '../fidelity/fidelity.ts'

/** `undecidedName`: the error name of an undecided row; the real service says `None` on GET. [observed] */
export function presentImportedDevice(
  device: ImportedDevice,
  undecidedName: '' | 'None' = '',
): ImportedDeviceIdentity {
  return {
    // In the order of the real service. [observed: MSEndpointMgr/Intune#71]
    id: device.id,
    groupTag: device.groupTag ?? '',
    serialNumber: device.serialNumber ?? '',
    productKey: device.productKey ?? '',
    importId: device.importId ?? device.id,
    hardwareIdentifier: null,
    assignedUserPrincipalName: device.assignedUserPrincipalName ?? '',
    state: presentState(device.state, undecidedName),
  }
}

/** Undecided is shown as `unknown`, never `pending`: clients take anything else as final. [observed: MSEndpointMgr/Intune#71] */
function presentState(
  state: ImportedDevice['state'],
  undecidedName: '' | 'None',
): ImportedDeviceIdentity['state'] {
  switch (state.status) {
    case 'undecided':
      return verdict('unknown', '', 0, undecidedName)
    case 'complete':
      return verdict('complete', state.deviceId, 0, 'None')
    case 'error': {
      const { refusal, reportedAs = { code: refusals[refusal].code, name: refusal } } = state
      return verdict('error', '', reportedAs.code, reportedAs.name)
    }
  }
}

// biome-ignore lint/complexity/useMaxParams: four members in the order they are written.
function verdict(
  deviceImportStatus: 'unknown' | 'complete' | 'error',
  deviceRegistrationId: string,
  deviceErrorCode: number,
  deviceErrorName: string,
): ImportedDeviceIdentity['state'] {
  return { deviceImportStatus, deviceRegistrationId, deviceErrorCode, deviceErrorName }
}

/** Lenient answers say in annotations what the service has no words for; clients pass over what they do not know. */
export async function presented(
  { assignedUsers, fidelity }: AssignedUserDeps & { readonly fidelity: Fidelity },
  rows: readonly ImportedDevice[],
  { tenantId, isNew = false }: { readonly tenantId: TenantId; readonly isNew?: boolean },
): Promise<readonly object[]> {
  const isStrict = fidelity === 'strict'
  const undecided = isStrict && !isNew ? 'None' : ''
  if (isStrict) return rows.map((row) => presentImportedDevice(row, undecided))
  const names = rows.map((row) => row.assignedUserPrincipalName)
  const verdicts = await assignedUsers(tenantId, names)
  return rows.map((row) => {
    const { warning } = verdicts.get(row.assignedUserPrincipalName ?? '') ?? {}
    return {
      ...presentImportedDevice(row, undecided),
      ...presentMore(row),
      ...(warning !== undefined && {
        'assignedUserPrincipalName@taxiway.warning': warningOf(warning),
      }),
    }
  })
}

/** What was met or is waited for; a command helps those who have it. */
function presentMore({ state, submittedAt, decidedAt }: ImportedDevice): object {
  const times = {
    '@taxiway.createdDateTime': submittedAt.toISOString(),
    ...(decidedAt !== null && { '@taxiway.decidedDateTime': decidedAt.toISOString() }),
  }
  if (state.status !== 'error') return times
  const { deviceId, conflict } = state
  return {
    ...times,
    ...(deviceId !== undefined && { '@taxiway.registrationId': deviceId }),
    ...(conflict !== undefined && {
      '@taxiway.conflictId': conflict.id,
      '@taxiway.conflictState': conflict.state,
      ...(conflict.state === 'open' && {
        '@taxiway.explanation': `The row waits for a decision: taxiway conflicts show ${conflict.id}`,
      }),
    }),
  }
}
