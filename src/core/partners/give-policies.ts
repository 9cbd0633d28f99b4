/** Gives profiles of the partner channel to devices, and takes them away. */
import { noteAudit } from '../acting.ts'
import type { Device } from '../devices/device.ts'
import type { Profile } from '../profiles/profile.ts'
import { parseUuid } from '../uuid.ts'
import type { BatchDevice, Batches, JobRow, Place } from './batch.ts'
import type { PolicyDeps } from './policy.ts'

export type WantedPolicy = {
  /** The device's id or serial number. */
  readonly device: string
  /** Null: takes the policy away. */
  readonly policyId: string | null
}

/** Gives profiles to devices of the partner; what cannot be given is said in its row. */
export async function givePolicies(
  { policies, profiles, batches }: PolicyDeps & { readonly batches: Batches },
  place: Place,
  wanted: readonly WantedPolicy[],
): Promise<readonly JobRow[]> {
  const known = await batches.own(place, { devices: wanted.map(({ device }) => device) })
  const own = new Map((await policies.list(place)).map(({ profile }) => [profile.id, profile]))
  const rows: JobRow[] = []
  for (const each of wanted) {
    const device = ofName(known, each.device)
    const policyId = each.policyId === null ? null : canonical(each.policyId)
    const refusal = refusalFor(device, policyId, own)
    if (device !== undefined && refusal === undefined) {
      await give({ policies, profiles }, place, { device, policyId })
    }
    rows.push({
      serialNumber: device?.serialNumber ?? (each.device || null),
      productKey: null,
      deviceId: device?.id ?? null,
      ...(refusal === undefined ? { state: 'complete' } : { state: 'error', refusal }),
    })
  }
  return rows
}

function refusalFor(
  device: Device | undefined,
  policyId: string | null,
  own: ReadonlyMap<string, Profile>,
) {
  if (device === undefined) return 'ZtdDeviceNotFound'
  return policyId === null || own.has(policyId) ? undefined : 'PolicyNotFound'
}

async function give(
  { policies, profiles }: Pick<PolicyDeps, 'policies' | 'profiles'>,
  { customerId, partnerId }: Place,
  { device, policyId }: { readonly device: Device; readonly policyId: string | null },
): Promise<void> {
  if (policyId === null) await policies.take({ customerId, partnerId }, [device.id])
  else await profiles.give(customerId, policyId, [device.id])
  noteAudit({ type: 'WindowsAutopilotDeviceIdentity', id: device.id, name: device.serialNumber })
}

/** Of an id, in whatever spelling; another text is left as it is. */
function canonical(id: string): string {
  return parseUuid(id) ?? id
}

/** A serial number of two devices names neither. */
function ofName(known: readonly BatchDevice[], named: string) {
  const byId = known.find(({ device }) => device.id === canonical(named))
  if (byId !== undefined) return byId.device
  const [first, second] = known.filter(({ device }) => device.serialNumber === named)
  return second === undefined ? first?.device : undefined
}
