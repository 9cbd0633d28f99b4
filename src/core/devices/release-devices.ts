/** Releasing devices: they are free for their next owners at once, and nothing restores them. */
import { reachesDevice } from '../access/tag-scope.ts'
import { currentScope } from '../acting.ts'
import type { AdmitAct } from '../approvals/admit-act.ts'
import type { Subject } from '../approvals/approval.ts'
import { DomainError } from '../errors.ts'
import type { DeviceId, TenantId } from '../ids.ts'
import { type DeletedDevices, findDeleted, note, whyNot } from './deleted-device.ts'
import type { Device, Devices } from './device.ts'

export function releaseDevices(
  devices: Pick<Devices, 'remove'>,
  tenantId: TenantId,
  ids: readonly DeviceId[],
): Promise<readonly Device[]> {
  return devices.remove(tenantId, ids, { act: 'release' })
}

export type ReleaseDeps = {
  readonly deleted: Pick<DeletedDevices, 'find' | 'release'>
  readonly admit: AdmitAct
}

/** Ends the reservation of a deleted device; throws if there is none. */
export async function releaseDeleted(
  { deleted, admit }: ReleaseDeps,
  tenantId: TenantId,
  { id, by }: { readonly id: DeviceId; readonly by: string },
): Promise<void> {
  const scope = currentScope()
  const [device] = await deleted.release(tenantId, [id], {
    by,
    isMeant: (each) => reachesDevice(scope, each),
    admit: (found) =>
      admit({ tenantId, action: 'release-devices', subjects: found.map(subjectOf) }),
  })
  if (device === undefined)
    throw new DomainError('conflict', whyNot(await findDeleted(deleted, tenantId, id)))
  note(device)
}

function subjectOf({ id, serialNumber }: Device): Subject {
  return { id, name: serialNumber }
}
