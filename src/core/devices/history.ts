/** How a device came to be known: the hashes it was accepted with, and the strength of its owner's claim. */
import type { DeviceId, TenantId } from '../ids.ts'

/** 0 by hash alone, 1 by a partner, 2 proven by its TPM, 3 linked. A weaker claim never displaces a stronger one. */
export type ClaimLevel = 0 | 1 | 2 | 3

export type DeviceHistory = {
  readonly claimLevel: ClaimLevel
  /** Absent: the claim is not provisional. */
  readonly provisionalUntil?: Date
  /** It was declared before its hash was known; `isWaiting`: no hash has come yet. */
  readonly declared?: { readonly at: Date; readonly isWaiting: boolean }
  /** Oldest first; `changes` names the fields that differ from the hash before, empty for the first. */
  readonly hashes: readonly { readonly acceptedAt: Date; readonly changes: readonly string[] }[]
}

export type DeviceHistories = {
  find(tenantId: TenantId, id: DeviceId): Promise<DeviceHistory | undefined>
}
