/**
 * Releasing devices: they are free for their next owners at once, and nothing restores them. Each gets a certificate
 * that says so, from what was known of it before.
 */
import { reachesDevice } from '../access/tag-scope.ts'
import { currentScope } from '../acting.ts'
import type { AdmitAct } from '../approvals/admit-act.ts'
import type { Subject } from '../approvals/approval.ts'
import { DomainError } from '../errors.ts'
import type { DeviceId, TenantId } from '../ids.ts'
import { type DeletedDevices, findDeleted, note, whyNot } from './deleted-device.ts'
import type { Device, Devices } from './device.ts'

/** What a certificate says of a device that is to be released. */
export type Releasable = {
  readonly from: DeviceId
  readonly serialNumber: string
  readonly manufacturer: string | null
  readonly model: string | null
  readonly productKeyId: string | null
  readonly ekDigest: string | undefined
}

export type Certification = {
  /** Of those that are registered or reserved, before they are gone. */
  describe(tenantId: TenantId, ids: readonly DeviceId[]): Promise<readonly Releasable[]>
  issue(tenantId: TenantId, devices: readonly Releasable[]): Promise<void>
}

export async function releaseDevices(
  { devices, certification }: DirectDeps,
  tenantId: TenantId,
  ids: readonly DeviceId[],
): Promise<readonly Device[]> {
  const described = await certification.describe(tenantId, ids)
  const gone = await devices.remove(tenantId, ids, { act: 'release' })
  await certify(certification, tenantId, { described, gone })
  return gone
}

type DirectDeps = {
  readonly devices: Pick<Devices, 'remove'>
  readonly certification: Certification
}

export type ReleaseDeps = {
  readonly deleted: Pick<DeletedDevices, 'find' | 'release'>
  readonly admit: AdmitAct
  readonly certification: Certification
}

/** Ends the reservation of a deleted device; throws if there is none. */
export async function releaseDeleted(
  { deleted, admit, certification }: ReleaseDeps,
  tenantId: TenantId,
  { id, by }: { readonly id: DeviceId; readonly by: string },
): Promise<void> {
  const scope = currentScope()
  const described = await certification.describe(tenantId, [id])
  const gone = await deleted.release(tenantId, [id], {
    by,
    isMeant: (each) => reachesDevice(scope, each),
    admit: (found) =>
      admit({ tenantId, action: 'release-devices', subjects: found.map(subjectOf) }),
  })
  const [device] = gone
  if (device === undefined)
    throw new DomainError('conflict', whyNot(await findDeleted(deleted, tenantId, id)))
  note(device)
  await certify(certification, tenantId, { described, gone })
}

type Released = { readonly described: readonly Releasable[]; readonly gone: readonly Device[] }

async function certify(
  certification: Certification,
  tenantId: TenantId,
  { described, gone }: Released,
): Promise<void> {
  const ids = new Set(gone.map(({ id }) => id))
  await certification.issue(
    tenantId,
    described.filter(({ from }) => ids.has(from)),
  )
}

function subjectOf({ id, serialNumber }: Device): Subject {
  return { id, name: serialNumber }
}
