/**
 * Locked or free, over the whole installation: said only of a device that has proved its TPM key, and only to the
 * tenant whose token it brought. The key alone decides. A hash is what its sender makes it, so one that names a
 * registered device together with another key is answered as one that nobody knows.
 */
import { type MatchDeps, matchedDevice } from '../deployment/matched-device.ts'
import type { PresentedDevice } from '../deployment/presented-device.ts'
import type { BearerToken } from '../deployment/session.ts'
import type { DeviceId, TenantId } from '../ids.ts'
import type { Page, Rows } from '../query.ts'

export type OwnershipVerdict = 'free' | 'own' | 'locked'

export type OwnershipCheck = {
  readonly tenantId: TenantId
  readonly keyDigest: string
  readonly verdict: OwnershipVerdict
  readonly serialNumber: string | null
  readonly manufacturer: string | null
  readonly model: string | null
  readonly deviceId: DeviceId | null
}

export type OwnershipChecks = {
  /** Replaces what was known of the device; answers when. */
  keep(check: OwnershipCheck): Promise<Date>
  /** Newest first. */
  list(tenantId: TenantId, page: Page): Promise<Rows<OwnershipCheck & { readonly checkedAt: Date }>>
}

export type ProveDeps = MatchDeps & { readonly ownershipChecks: OwnershipChecks }

export async function proveOwnership(
  deps: ProveDeps,
  { tenantId }: BearerToken,
  device: PresentedDevice,
): Promise<OwnershipCheck & { readonly checkedAt: Date }> {
  const keyDigest = device.ek?.digest ?? ''
  const matched = await matchedDevice(deps, device, keyDigest)
  const isKnown = matched.kind === 'same' || matched.kind === 'differs'
  const holder = isKnown ? matched.holder : undefined
  const isOwn = holder?.tenantId === tenantId
  const { serialNumber, manufacturer, model } = device.hash
  const check: OwnershipCheck = {
    tenantId,
    keyDigest,
    verdict: holder === undefined ? 'free' : isOwn ? 'own' : 'locked',
    serialNumber,
    manufacturer,
    model,
    deviceId: isOwn ? (holder?.deviceId ?? null) : null,
  }
  return { ...check, checkedAt: await deps.ownershipChecks.keep(check) }
}
