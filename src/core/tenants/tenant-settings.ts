/** What an organization says of itself, how long its imports wait, and what its partners may declare. */
import { noteAudit } from '../acting.ts'
import { DomainError } from '../errors.ts'
import type { TenantId } from '../ids.ts'
import type { Tenant, TenantChange, Tenants } from './tenant.ts'

export async function changeTenant(
  tenants: Pick<Tenants, 'find' | 'change'>,
  tenantId: TenantId,
  change: TenantChange,
): Promise<Tenant> {
  const before = await tenants.find(tenantId)
  const after = await tenants.change(tenantId, change)
  if (before === undefined || after === undefined)
    throw new DomainError('not-found', 'The tenant is gone.')
  noteAudit({
    type: 'Tenant',
    id: tenantId,
    name: after.displayName,
    properties: (['displayName', 'importSeconds', 'unknownTuples'] as const)
      .filter((name) => before[name] !== after[name])
      .map((name) => ({ name, before: String(before[name]), after: String(after[name]) })),
  })
  return after
}
