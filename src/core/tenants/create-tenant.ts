/** Creates a tenant and its first application: without one nobody could sign in. */

import { allRoles } from '../access/permissions.ts'
import { noteAudit } from '../acting.ts'
import {
  type ApplicationCredentials,
  type Applications,
  createApplication,
} from '../applications/application.ts'
import { ensureWellKnownClients } from '../applications/well-known-clients.ts'
import { DomainError } from '../errors.ts'
import type { TenantId } from '../ids.ts'
import { newUuid } from '../uuid.ts'
import type { Tenant, Tenants } from './tenant.ts'

export type TenantDeps = {
  readonly tenants: Tenants
  readonly applications: Pick<Applications, 'find' | 'ensure' | 'setSignIn'>
  /** Whether a new tenant gets Microsoft's public clients. */
  readonly wellKnownByDefault: boolean
}

export async function createTenant(
  { tenants, applications, wellKnownByDefault }: TenantDeps,
  { displayName, domains }: { readonly displayName: string; readonly domains: readonly string[] },
): Promise<{ readonly tenant: Tenant; readonly credentials: ApplicationCredentials }> {
  for (const domain of domains) {
    if ((await tenants.find(domain)) !== undefined)
      throw new DomainError('conflict', `The domain ${domain} belongs to a tenant already.`)
  }
  const id = newUuid() as TenantId
  await tenants.ensure({ id, displayName, domains })
  const credentials = await createApplication(applications, {
    tenantId: id,
    displayName: 'First application',
    roles: allRoles,
  })
  if (wellKnownByDefault) await ensureWellKnownClients(applications, id)
  noteAudit({ type: 'Tenant', id, name: domains[0] ?? displayName })
  const tenant = await tenants.find(id)
  if (tenant === undefined) throw new Error('the tenant that was just stored is gone')
  return { tenant, credentials }
}
