/** Registering and removing applications, and who may: only someone who has every permission that the application gets. */
import { randomUUID } from 'node:crypto'
import type { Caller } from '../access/caller.ts'
import { type RoleDeps, requireGivable } from '../access/manage-roles.ts'
import { permissionTable } from '../access/permission-table.ts'
import { permissionsOf } from '../access/permissions.ts'
import { noteAudit } from '../acting.ts'
import { DomainError } from '../errors.ts'
import type { ApplicationId, TenantId } from '../ids.ts'
import {
  type Application,
  type Applications,
  createApplication,
  type NewApplication,
} from './application.ts'
import type { ApplicationCertificates } from './application-certificates.ts'
import { noSignIn, type SignInSettings } from './application-kind.ts'
import type { ApplicationSecrets } from './application-secrets.ts'
import { mergedSignIn } from './sign-in-settings.ts'

export type ApplicationDeps = RoleDeps & {
  readonly applications: Pick<
    Applications,
    'find' | 'hold' | 'ensure' | 'setSignIn' | 'setEnabled' | 'remove' | 'addKey' | 'removeKey'
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

export async function findApplication(
  { applications }: Pick<ApplicationDeps, 'applications'>,
  tenantId: TenantId,
  id: string,
): Promise<Application> {
  return there(await applications.find(tenantId, id), id)
}

/** For an edit: what it keeps is as it was last left, since nobody else changes it meanwhile. */
export async function holdApplication(
  { applications }: Pick<ApplicationDeps, 'applications'>,
  tenantId: TenantId,
  id: string,
): Promise<Application> {
  return there(await applications.hold(tenantId, id), id)
}

function there(found: Application | undefined, id: string): Application {
  if (found === undefined) throw new DomainError('not-found', `There is no application '${id}'.`)
  return found
}

function isScope(name: string): boolean {
  return Object.values(permissionTable).some(({ scopes }: { scopes: readonly string[] }) =>
    scopes.includes(name),
  )
}
