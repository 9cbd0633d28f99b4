/** A tenant of the seed: its names and settings, whose partner it is, and how its people may sign in. */
import {
  ensureWellKnownClients,
  wellKnownClient,
  wellKnownClients,
} from '../../core/applications/well-known-clients.ts'
import type { TenantId } from '../../core/ids.ts'
import { newUuid } from '../../core/uuid.ts'
import type { SeedDeps } from './seed-deps.ts'
import { SeedError } from './seed-file.ts'
import type { SeedTenant } from './seed-shape.ts'

export async function ensureSignIn(
  tenant: SeedTenant,
  tenantId: TenantId,
  { signInPolicies, applications, wellKnownByDefault }: SeedDeps,
): Promise<void> {
  if (tenant.signInPolicy) await signInPolicies.set(tenantId, tenant.signInPolicy)
  const wanted = tenant.wellKnownClients ?? wellKnownByDefault
  const clients = Array.isArray(wanted)
    ? wanted.map(wellKnownClient).filter((client) => client !== undefined)
    : wanted
      ? wellKnownClients
      : []
  await ensureWellKnownClients(applications, tenantId, clients)
}

async function ensurePartner(
  { kind, verified = false, provider, domain }: SeedTenant,
  id: TenantId,
  { tenants, partners }: SeedDeps,
): Promise<void> {
  if (kind === undefined) return
  const found = provider === undefined ? undefined : await tenants.find(provider)
  if (provider !== undefined && found === undefined)
    throw new SeedError(
      `The seed's tenant ${domain} names the provider ${provider}, which there is not.`,
    )
  await partners.setStanding(id, { kind, verified, providerId: found?.id ?? null })
}

export async function ensureTenant(tenant: SeedTenant, deps: SeedDeps): Promise<TenantId> {
  const { tenants } = deps
  const known = await tenants.find(tenant.domain)
  const id = (tenant.id?.toLowerCase() ?? known?.id ?? newUuid()) as TenantId
  for (const domain of [tenant.domain, ...tenant.domains]) {
    const owner = await tenants.find(domain)
    if (owner === undefined || owner.id === id) continue
    throw new SeedError(`The domain ${domain} belongs to tenant ${owner.id}, not to ${id}.`)
  }
  await tenants.ensure({
    id,
    displayName: tenant.displayName,
    domains: [tenant.domain, ...tenant.domains],
  })
  const { assignedUserMustExist } = tenant
  if (assignedUserMustExist !== undefined)
    await tenants.setAssignedUserMustExist(id, assignedUserMustExist)
  const { onDelete, limit, unknownTuples } = tenant.settings ?? {}
  if (onDelete !== undefined) await tenants.setOnDelete(id, onDelete)
  if (unknownTuples !== undefined) await tenants.change(id, { unknownTuples })
  if (limit !== undefined) await deps.approvalPolicies.start(id, limit)
  await ensurePartner(tenant, id, deps)
  return id
}
