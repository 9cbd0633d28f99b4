/** The tenant of a route for which the platform operator may name any tenant. */
import { DomainError } from '../../../core/errors.ts'
import type { TenantId } from '../../../core/ids.ts'
import type { Tenants } from '../../../core/tenants/tenant.ts'

/** By id or domain; throws a DomainError `not-found` if there is none. */
export async function tenantNamed(
  tenants: Pick<Tenants, 'find'>,
  idOrDomain: string,
): Promise<TenantId> {
  const tenant = await tenants.find(idOrDomain)
  if (tenant === undefined)
    throw new DomainError('not-found', `No tenant has the id or the domain '${idOrDomain}'.`)
  return tenant.id
}
