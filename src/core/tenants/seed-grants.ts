/**
 * What a seed has already granted. A seed is applied at every start but grants each thing only once: a secret, role or
 * member that a person has removed since stays removed.
 */
import type { TenantId } from '../ids.ts'

export type SeedGrant = { readonly kind: string; readonly subject: string }

export type SeedGrants = {
  list(tenantId: TenantId): Promise<readonly SeedGrant[]>
  /** Ignores those recorded already. */
  add(tenantId: TenantId, grants: readonly SeedGrant[]): Promise<void>
}
