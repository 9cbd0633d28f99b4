/**
 * What a seed has already given. A seed is applied at every start but gives each thing only once: a secret, role or
 * member that a person has removed since stays removed.
 */
import type { TenantId } from '../ids.ts'

export type SeedGift = { readonly kind: string; readonly subject: string }

export type SeedGiven = {
  list(tenantId: TenantId): Promise<readonly SeedGift[]>
  /** Existing ones stay. */
  add(tenantId: TenantId, gifts: readonly SeedGift[]): Promise<void>
}
