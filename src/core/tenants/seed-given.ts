/**
 * What a seed has given. A seed is applied at every start and gives each thing once: what a person took away since,
 * a secret, a role, a member, stays away.
 */
import type { TenantId } from '../ids.ts'

export type SeedGift = { readonly kind: string; readonly subject: string }

export type SeedGiven = {
  list(tenantId: TenantId): Promise<readonly SeedGift[]>
  /** What is there already stays. */
  add(tenantId: TenantId, gifts: readonly SeedGift[]): Promise<void>
}
