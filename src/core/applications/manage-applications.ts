/**
 * Registering applications and giving them secrets. Anyone who holds an application's secret can act as it, so a
 * secret is only given by someone who has every permission the application has.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import type { Caller } from '../access/caller.ts'
import { type RoleDeps, requireGivable } from '../access/manage-roles.ts'
import { permissionTable } from '../access/permission-table.ts'
import { permissionsOf } from '../access/permissions.ts'
import { noteAudit } from '../acting.ts'
import { DomainError } from '../errors.ts'
import { type ApplicationId, parseUuid, type TenantId } from '../ids.ts'
import {
  type Application,
  type Applications,
  createApplication,
  digestSecret,
  type NewApplication,
} from './application.ts'
import type { ApplicationCertificates } from './application-certificates.ts'
import { noSignIn, type SignInSettings } from './application-kind.ts'
import { mergedSignIn } from './sign-in-settings.ts'

/** A secret as it is listed, without its value. */
export type SecretName = {
  readonly id: string
  /** The name its creator gave it. */
  readonly displayName: string | null
  /** Its first three characters; null for secrets created before these were stored. */
  readonly hint: string | null
  readonly createdAt: Date
  /** Absent: never. */
  readonly expiresAt?: Date
}

export type NewSecret = {
  readonly digest: Uint8Array
  readonly hint: string
  readonly displayName: string | null
  readonly expiresAt?: Date
}

export type ApplicationSecrets = {
  list(tenantId: TenantId, id: ApplicationId): Promise<readonly SecretName[]>
  add(tenantId: TenantId, id: ApplicationId, secret: NewSecret): Promise<SecretName>
  /** False: there was no such secret. */
  revoke(tenantId: TenantId, id: ApplicationId, secretId: string): Promise<boolean>
}

export type ApplicationDeps = RoleDeps & {
  readonly applications: Pick<
    Applications,
    'find' | 'ensure' | 'setSignIn' | 'setEnabled' | 'remove'
  >
  readonly secrets: ApplicationSecrets
  readonly certificates: ApplicationCertificates
  readonly now: () => Date
}

export type RegistrationRequest = Partial<SignInSettings> & {
  readonly displayName: string
  readonly roles: readonly string[]
}

export type Registered = {
  readonly applicationId: ApplicationId
  /** Absent for an application that keeps no secret, because it runs on people's own machines. */
  readonly secret?: string
}

export async function registerApplication(
  deps: ApplicationDeps,
  caller: Caller,
  request: RegistrationRequest,
): Promise<Registered> {
  const { displayName, roles, ...settings } = request
  refuseUnknownRoles(roles)
  await requireGivable(deps, caller, [...permissionsOf(roles)])
  const { tenantId } = caller
  const made: Registered =
    (settings.kind ?? 'web') === 'web'
      ? await createApplication(deps.applications, { displayName, roles, tenantId })
      : { applicationId: await registerWithoutSecret(deps, { displayName, roles, tenantId }) }
  const signIn = mergedSignIn(noSignIn, settings)
  await deps.applications.setSignIn(tenantId, made.applicationId, signIn)
  noteAudit({
    type: 'Application',
    id: made.applicationId,
    name: displayName,
    properties: [
      { name: 'roles', before: null, after: roles.join(' ') },
      { name: 'kind', before: null, after: signIn.kind },
    ],
  })
  return made
}

/** Throws `request-invalid`, naming the first unknown role. */
export function refuseUnknownRoles(roles: readonly string[]): void {
  const strange = roles.find((role) => !isScope(role))
  if (strange !== undefined)
    throw new DomainError('request-invalid', `There is no application role '${strange}'.`)
}

export async function registerWithoutSecret(
  { applications }: Pick<ApplicationDeps, 'applications'>,
  request: Pick<NewApplication, 'displayName' | 'roles' | 'tenantId'>,
): Promise<ApplicationId> {
  const id = randomUUID() as ApplicationId
  await applications.ensure({ ...request, id, objectId: randomUUID(), secrets: [] })
  return id
}

/** Throws unless the caller may do everything the application may: anyone who holds its credentials can act as it. */
export async function requireAllOf(
  deps: RoleDeps,
  caller: Caller,
  { tenantId, id, roles }: Application,
): Promise<void> {
  const assigned = await deps.roles.grantsOf(tenantId, { kind: 'application', id })
  await requireGivable(deps, caller, [
    ...permissionsOf(roles),
    ...assigned.flatMap(({ permissions }) => permissions),
  ])
}

/** From now on its tokens are rejected, like those of a disabled application. */
export async function removeApplication(
  deps: ApplicationDeps,
  { tenantId }: Caller,
  applicationId: string,
): Promise<void> {
  const { id, displayName } = await findApplication(deps, tenantId, applicationId)
  await deps.applications.remove(tenantId, id)
  noteAudit({ type: 'Application', id, name: displayName })
}

/** The secret is shown once; it cannot be recovered from what is stored. */
export async function addSecret(
  deps: ApplicationDeps,
  caller: Caller,
  request: {
    readonly applicationId: string
    readonly displayName?: string | null
    readonly expiresAt?: Date
  },
): Promise<SecretName & { readonly secret: string }> {
  const application = await findApplication(deps, caller.tenantId, request.applicationId)
  const { tenantId, id, displayName } = application
  const { expiresAt } = request
  if (expiresAt !== undefined && expiresAt <= deps.now()) {
    throw new DomainError(
      'request-invalid',
      `The secret would be expired already: ${expiresAt.toISOString()} is past. Give a later end, or none.`,
    )
  }
  await requireAllOf(deps, caller, application)
  const secret = randomBytes(32).toString('base64url')
  const named = await deps.secrets.add(tenantId, id, {
    digest: digestSecret(secret),
    hint: secret.slice(0, 3),
    displayName: request.displayName ?? null,
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
