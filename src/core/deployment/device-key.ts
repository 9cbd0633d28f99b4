/** A TPM key proved by a device that had no known one: it becomes the device's own once a person confirms it. */
import type { DeviceId, TenantId } from '../ids.ts'
import type { Holder } from '../imports/slice.ts'

export type DeviceKey = {
  /** Lower-case hex of SHA-256. */
  readonly digest: string
  readonly state: 'waiting' | 'bound' | 'rejected'
  readonly proposedAt: Date
  readonly decidedAt: Date | null
  readonly decidedBy: string | null
}

export type DeviceKeys = {
  /** Oldest first. */
  list(tenantId: TenantId, deviceId: DeviceId): Promise<readonly DeviceKey[]>
  /** False = no such key is waiting. */
  decide(
    holder: Holder,
    digest: string,
    decision: { readonly state: 'bound' | 'rejected'; readonly by: string },
  ): Promise<boolean>
}
