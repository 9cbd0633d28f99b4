/** Applies a seed: each entry is created or updated, so that applying it again changes nothing. */

import { createHash } from 'node:crypto'
import { asSystem } from '../../core/acting.ts'
import type { ApplicationCredentials, Applications } from '../../core/applications/application.ts'
import {
  ensureWellKnownClients,
  wellKnownClient,
  wellKnownClients,
} from '../../core/applications/well-known-clients.ts'
import type { ApprovalPolicies } from '../../core/approvals/approval-policy.ts'
import type { AssignedUsers } from '../../core/devices/assigned-user.ts'
import { ensureUser, type HashPassword, type Users } from '../../core/directory/user.ts'
import { DomainError } from '../../core/errors.ts'
import { newUuid, type TenantId } from '../../core/ids.ts'
import { acceptImport } from '../../core/imports/accept-import.ts'
import { withUsersChecked } from '../../core/imports/checked-users.ts'
import { hashBytesOf } from '../../core/imports/hash-text.ts'
import type { ImportedDevice, ImportedDevices } from '../../core/imports/imported-device.ts'
import type { Partners } from '../../core/partners/partner.ts'
import type { Tenants } from '../../core/tenants/tenant.ts'
import type { Webhooks } from '../../core/webhooks/webhook.ts'
import { ensureApplication } from './ensure-application.ts'
import { type DirectoryDeps, ensureDirectory } from './ensure-directory.ts'
import { ensureWebhooks } from './ensure-webhooks.ts'
import { type GrantDeps, type Grants, grantsOf } from './grants.ts'
import { type Seed, SeedError, type SeedTenant } from './seed-file.ts'

export type SeedDeps = DirectoryDeps &
  GrantDeps & {
    readonly tenants: Tenants
    readonly approvalPolicies: Pick<ApprovalPolicies, 'start'>
    readonly partners: Pick<Partners, 'setStanding'>
    readonly keepMade: (made: MadeSecret) => Promise<void>
    readonly users: Users
    readonly applications: Applications
    readonly imports: ImportedDevices
    readonly assignedUsers: AssignedUsers
    readonly signInPolicies: SetSignInPolicy
    readonly webhooks: Webhooks
    readonly now: () => Date
    /** Whether a tenant has Microsoft's public clients if the seed does not say. */
    readonly wellKnownByDefault: boolean
    readonly hashPassword: HashPassword
    /** Processes imports until none is pending. */
    readonly decideAll: () => Promise<void>
  }

/** Sets how users of a tenant may sign in. */
export type SetSignInPolicy = {
  set(tenantId: TenantId, policy: { readonly deviceCode: boolean }): Promise<void>
}

/** A tenant, and what its seed has granted. */
type SeededTenant = { readonly tenantId: TenantId; readonly grants: Grants }

/** An application whose secret was generated; it can be shown only now. */
export type MadeSecret = ApplicationCredentials & {
  readonly domain: string
  readonly displayName: string
}

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

async function ensureSignIn(
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

async function ensureTenant(tenant: SeedTenant, deps: SeedDeps): Promise<TenantId> {
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

/** Devices are imported like any others; their receipts are not needed and are removed. */
async function ensureDevices(
  { devices: all, domain }: SeedTenant,
  { tenantId, grants }: SeededTenant,
  deps: SeedDeps,
): Promise<void> {
  const digests = all.map(({ hardwareHash }) => digestOf(hardwareHash))
  const fresh = new Set(grants.fresh('device', digests))
  const devices = all.filter((_, n) => fresh.has(digests[n] ?? ''))
  const submissions = await withUsersChecked(
    deps.assignedUsers,
    tenantId,
    devices.map((device) => ({
      importId: null,
      serialNumber: device.serialNumber ?? null,
      productKey: null,
      hardwareHash: hashBytesOf(device.hardwareHash),
      groupTag: device.groupTag ?? null,
      purchaseOrderIdentifier: null,
      assignedUserPrincipalName: device.assignedUserPrincipalName ?? null,
    })),
  )
  const accepted = await acceptImport(deps.imports, tenantId, submissions)
  if (accepted.length === 0) return
  await deps.decideAll()
  const refused: string[] = []
  for (const [index, { id }] of accepted.entries()) {
    const reason = refusalOf(await deps.imports.find(tenantId, id))
    if (reason !== undefined) refused.push(`devices.${index}: ${reason}`)
    await deps.imports.remove(tenantId, id)
  }
  if (refused.length > 0) {
    throw new SeedError(
      `Devices of the seed's tenant ${domain} were refused:\n  ${refused.join('\n  ')}`,
    )
  }
}

function digestOf(hardwareHash: string): string {
  return createHash('sha256').update(hardwareHash).digest('hex')
}

/** A device that is registered already is what the seed wants. */
function refusalOf(receipt: ImportedDevice | undefined): string | undefined {
  if (receipt === undefined || receipt.state.status !== 'error') return undefined
  const { refusal } = receipt.state
  return refusal === 'ZtdDeviceAlreadyAssigned' ? undefined : refusal
}
