/** Applies a seed: each entry is created or updated, so that applying it again changes nothing. */
import { asSystem } from '../../core/acting.ts'
import type { ApplicationCredentials } from '../../core/applications/application.ts'
import { ensureUser } from '../../core/directory/user.ts'
import { DomainError } from '../../core/errors.ts'
import type { TenantId } from '../../core/ids.ts'
import { ensureApplication } from './ensure-application.ts'
import { ensureDevices } from './ensure-devices.ts'
import { ensureDirectory } from './ensure-directory.ts'
import { ensureSignIn, ensureTenant } from './ensure-tenant.ts'
import { ensureWebhooks } from './ensure-webhooks.ts'
import { type Grants, grantsOf } from './grants.ts'
import type { MadeSecret, SeedDeps } from './seed-deps.ts'
import { SeedError } from './seed-file.ts'
import type { Seed, SeedTenant } from './seed-shape.ts'

/** Applications come last: a generated secret is shown only now, so nothing may fail after it. */
export async function applySeed(seed: Seed, deps: SeedDeps): Promise<readonly MadeSecret[]> {
  return await asSystem('a seed comes from the operator, not from a caller', () =>
    applyAll(seed, deps),
  )
}

async function applyAll(seed: Seed, deps: SeedDeps): Promise<readonly MadeSecret[]> {
  const applied: [SeedTenant, TenantId, Grants][] = []
  for (const tenant of seed.tenants) {
    try {
      applied.push([tenant, ...(await applyTenant(tenant, deps))])
    } catch (cause) {
      if (!(cause instanceof DomainError)) throw cause
      const { message } = cause
      throw new SeedError(`The seed's tenant ${tenant.domain} cannot be created: ${message}`, {
        cause,
      })
    }
  }
  const made: MadeSecret[] = []
  for (const [{ domain, applications }, tenantId, grants] of applied) {
    for (const application of applications) {
      const named = { domain, displayName: application.displayName }
      const keepMade = (secret: ApplicationCredentials) => deps.keepMade({ ...secret, ...named })
      const secret = await ensureApplication(
        application,
        { tenantId, grants },
        { ...deps, keepMade },
      )
      if (secret) made.push({ ...secret, ...named })
      await grants.record()
    }
  }
  return made
}

/** Everything of the tenant except its applications. */
async function applyTenant(tenant: SeedTenant, deps: SeedDeps): Promise<[TenantId, Grants]> {
  const tenantId = await ensureTenant(tenant, deps)
  const grants = await grantsOf(deps, { tenantId, domain: tenant.domain })
  for (const { password, ...user } of tenant.users) {
    const name = user.userPrincipalName
    const held = await deps.users.rolesOf(tenantId, name)
    const roles = await grants.still({ kind: `role of ${name}`, subjects: user.roles, held })
    await ensureUser(deps.users, deps.hashPassword, {
      ...user,
      roles,
      tenantId,
      ...(password && { password }),
    })
  }
  await ensureSignIn(tenant, tenantId, deps)
  await ensureWebhooks(tenant.webhooks, { tenantId, grants }, deps.webhooks)
  await ensureDevices(tenant, { tenantId, grants }, deps)
  await ensureDirectory(tenant, { tenantId, grants }, deps)
  await grants.record()
  return [tenantId, grants]
}
