/** The first start on an empty database: a tenant, its administrator and an application to work with. */

import { allRoles, platformRoles } from '../core/access/permissions.ts'
import { type Applications, createApplication } from '../core/applications/application.ts'
import { ensureWellKnownClients } from '../core/applications/well-known-clients.ts'
import { ensureUser, type HashPassword, newPassword, type Users } from '../core/directory/user.ts'
import type { TenantId } from '../core/ids.ts'
import type { Tenants } from '../core/tenants/tenant.ts'
import { newUuid } from '../core/uuid.ts'

export const firstDomain = 'contoso.test'

/** Shown once; none of it can be read again. */
export type FirstCredentials = {
  readonly tenantId: TenantId
  readonly administrator: string
  readonly password: string
  readonly clientId: string
  readonly clientSecret: string
}

export type FirstStartDeps = {
  readonly tenants: Tenants
  readonly users: Users
  readonly applications: Applications
  readonly hashPassword: HashPassword
  /** How long the printed password is valid for the first sign-in, in seconds. */
  readonly firstPasswordLifetime: number
  /** Whether the tenant has Microsoft's public clients. */
  readonly wellKnownByDefault: boolean
  readonly now: () => Date
  /** Called before any of it can be used, so that no credential is lost before it is shown. */
  readonly keepFirst: (first: FirstCredentials) => Promise<void>
}

/** Undefined: the database is not empty; nothing was done. */
export async function firstStart(deps: FirstStartDeps): Promise<FirstCredentials | undefined> {
  if ((await deps.tenants.list()).length > 0) return undefined
  const tenantId = newUuid() as TenantId
  const administrator = `admin@${firstDomain}`
  const password = newPassword()
  await ensureUser(deps.users, deps.hashPassword, {
    tenantId,
    userPrincipalName: administrator,
    displayName: 'Administrator',
    password,
    roles: ['Global Administrator', 'Intune Administrator', 'Platform Operator'],
    licensed: true,
    firstPasswordUntil: new Date(deps.now().getTime() + deps.firstPasswordLifetime * 1000),
  })
  const { applicationId, secret } = await createApplication(deps.applications, {
    tenantId,
    displayName: 'Taxiway command line',
    roles: [...allRoles, ...platformRoles],
  })
  if (deps.wellKnownByDefault) await ensureWellKnownClients(deps.applications, tenantId)
  const first = { tenantId, administrator, password, clientId: applicationId, clientSecret: secret }
  await deps.keepFirst(first)
  // Last, since the tenant's presence means that everything else was done.
  await deps.tenants.ensure({ id: tenantId, displayName: 'Contoso', domains: [firstDomain] })
  return first
}
