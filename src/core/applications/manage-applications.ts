/**
 * Registering applications and giving them secrets. Whoever holds an application's secret is the
 * application, so a secret is only given by those who may do all that the application may.
 */
import { randomBytes } from 'node:crypto'
import { noteAudit } from '../access/acting.ts'
import type { Caller } from '../access/caller.ts'
import { type RoleDeps, requireGivable } from '../access/manage-roles.ts'
import { permissionsOf, permissionTable } from '../access/permissions.ts'
import { DomainError } from '../errors.ts'
import { parseUuid, type TenantId } from '../ids.ts'
import {
  type Application,
  type ApplicationCredentials,
  type ApplicationId,
  type Applications,
  createApplication,
  digestSecret,
} from './application.ts'

/** A secret as it can be listed: never the secret. */
export type SecretName = {
  readonly id: string
  readonly createdAt: Date
  /** Absent: never. */
  readonly expiresAt?: Date
}

export type ApplicationSecrets = {
  list(tenantId: TenantId, id: ApplicationId): Promise<readonly SecretName[]>
  add(
    tenantId: TenantId,
    id: ApplicationId,
    secret: { readonly digest: Uint8Array; readonly expiresAt?: Date },
  ): Promise<SecretName>
  /** False: there was none. */
  revoke(tenantId: TenantId, id: ApplicationId, secretId: string): Promise<boolean>
}

export type ApplicationDeps = RoleDeps & {
  readonly applications: Pick<Applications, 'find' | 'ensure'>
  readonly secrets: ApplicationSecrets
}

export async function registerApplication(
  deps: ApplicationDeps,
  caller: Caller,
  request: { readonly displayName: string; readonly roles: readonly string[] },
): Promise<ApplicationCredentials> {
  const strange = request.roles.find((role) => !isScope(role))
  if (strange !== undefined)
    throw new DomainError('request-invalid', `There is no application role '${strange}'.`)
  await requireGivable(deps, caller, [...permissionsOf(request.roles)])
  const made = await createApplication(deps.applications, {
    ...request,
    tenantId: caller.tenantId,
  })
  noteAudit({
    type: 'Application',
    id: made.applicationId,
    name: request.displayName,
    properties: [{ name: 'roles', before: null, after: request.roles.join(' ') }],
  })
  return made
}

/** The secret is told once; what is kept cannot be turned back into it. */
export async function addSecret(
  deps: ApplicationDeps,
  caller: Caller,
  request: { readonly applicationId: string; readonly expiresAt?: Date },
): Promise<SecretName & { readonly secret: string }> {
  const application = await findApplication(deps, caller.tenantId, request.applicationId)
  const { tenantId, id, roles, displayName } = application
  const assigned = await deps.roles.grantsOf(tenantId, { kind: 'application', id })
  await requireGivable(deps, caller, [
    ...permissionsOf(roles),
    ...assigned.flatMap(({ permissions }) => permissions),
  ])
  const secret = randomBytes(32).toString('base64url')
  const { expiresAt } = request
  const named = await deps.secrets.add(tenantId, id, {
    digest: digestSecret(secret),
    ...(expiresAt && { expiresAt }),
  })
  noteSecret({ id, displayName }, named.id)
  return { ...named, secret }
}

export async function revokeSecret(
  deps: ApplicationDeps,
  tenantId: TenantId,
  { applicationId, secretId }: { readonly applicationId: string; readonly secretId: string },
): Promise<void> {
  const application = await findApplication(deps, tenantId, applicationId)
  const uuid = parseUuid(secretId)
  if (!uuid || !(await deps.secrets.revoke(tenantId, application.id, uuid)))
    throw new DomainError('not-found', `There is no secret '${secretId}'.`)
  noteSecret(application, uuid)
}

export async function findApplication(
  { applications }: Pick<ApplicationDeps, 'applications'>,
  tenantId: TenantId,
  id: string,
): Promise<Application> {
  const found = await applications.find(tenantId, id)
  if (found === undefined) throw new DomainError('not-found', `There is no application '${id}'.`)
  return found
}

function isScope(name: string): boolean {
  return Object.values(permissionTable).some(({ scopes }: { scopes: readonly string[] }) =>
    scopes.includes(name),
  )
}

function noteSecret(
  { id, displayName }: Pick<Application, 'id' | 'displayName'>,
  secretId: string,
) {
  noteAudit({
    type: 'Application',
    id,
    name: displayName,
    properties: [{ name: 'secretId', before: null, after: secretId }],
  })
}
