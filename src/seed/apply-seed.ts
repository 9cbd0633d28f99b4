/** Applying a seed: each entry is created or brought up to date, so that applying it again changes nothing. */
import {
  type ApplicationCredentials,
  type Applications,
  createApplication,
} from '../core/access/application.ts'
import { ensureUser, type HashPassword, type Users } from '../core/directory/user.ts'
import { newUuid, type TenantId } from '../core/ids.ts'
import { acceptImport } from '../core/import/accept-import.ts'
import { hashBytesOf } from '../core/import/hash-text.ts'
import type { ImportedDevice, ImportedDevices } from '../core/import/imported-device.ts'
import type { Tenants } from '../core/tenant/tenant.ts'
import { type DirectoryDeps, ensureDirectory } from './ensure-directory.ts'
import { type Seed, SeedError, type SeedTenant } from './seed-file.ts'

export type SeedDeps = DirectoryDeps & {
  readonly tenants: Tenants
  readonly users: Users
  readonly applications: Applications
  readonly imports: ImportedDevices
  readonly hashPassword: HashPassword
  /** Decides imports until none is left. */
  readonly decideAll: () => Promise<void>
}

/** An application that was created without a secret being named; its secret can be told only now. */
export type MadeSecret = ApplicationCredentials & {
  readonly domain: string
  readonly displayName: string
}

export async function applySeed(seed: Seed, deps: SeedDeps): Promise<readonly MadeSecret[]> {
  const made: MadeSecret[] = []
  for (const tenant of seed.tenants) {
    const tenantId = await ensureTenant(tenant, deps.tenants)
    for (const user of tenant.users) {
      const { password, ...rest } = user
      await ensureUser(deps.users, deps.hashPassword, {
        ...rest,
        tenantId,
        ...(password && { password }),
      })
    }
    for (const application of tenant.applications) {
      const secret = await ensureApplication(application, tenantId, deps.applications)
      if (secret)
        made.push({ ...secret, domain: tenant.domain, displayName: application.displayName })
    }
    await ensureDevices(tenant, tenantId, deps)
    await ensureDirectory(tenant, tenantId, deps)
  }
  return made
}

async function ensureTenant(tenant: SeedTenant, tenants: Tenants): Promise<TenantId> {
  const known = await tenants.find(tenant.domain)
  if (known !== undefined && tenant.id !== undefined && known.id !== tenant.id.toLowerCase()) {
    throw new SeedError(
      `The domain ${tenant.domain} belongs to tenant ${known.id}, not to ${tenant.id}.`,
    )
  }
  const id = known?.id ?? ((tenant.id?.toLowerCase() ?? newUuid()) as TenantId)
  await tenants.ensure({
    id,
    displayName: tenant.displayName,
    domains: [tenant.domain, ...tenant.domains],
  })
  return id
}

async function ensureApplication(
  wanted: SeedTenant['applications'][number],
  tenantId: TenantId,
  applications: Applications,
): Promise<ApplicationCredentials | undefined> {
  const known = (await applications.list(tenantId)).find(({ id, displayName }) =>
    wanted.clientId === undefined
      ? displayName === wanted.displayName
      : id === wanted.clientId.toLowerCase(),
  )
  if (known !== undefined && wanted.secret === undefined) {
    const { displayName, roles } = wanted
    await applications.ensure({ ...known, displayName, roles, secrets: [] })
    return undefined
  }
  const id = known?.id ?? wanted.clientId
  const created = await createApplication(applications, {
    tenantId,
    displayName: wanted.displayName,
    roles: wanted.roles,
    ...(id !== undefined && { id }),
    ...(wanted.secret !== undefined && { secret: wanted.secret }),
  })
  return wanted.secret === undefined ? created : undefined
}

/** Devices go the way of every import; their receipts are of no use to anybody and are removed. */
async function ensureDevices(
  { devices, domain }: SeedTenant,
  tenantId: TenantId,
  deps: SeedDeps,
): Promise<void> {
  const accepted = await acceptImport(
    deps.imports,
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

/** That a device is there already is what a seed wants. */
function refusalOf(receipt: ImportedDevice | undefined): string | undefined {
  if (receipt === undefined || receipt.state.status !== 'error') return undefined
  const { refusal } = receipt.state
  return refusal === 'ZtdDeviceAlreadyAssigned' ? undefined : refusal
}
