/** Service principals: what stands for an application in the tenant, and the roles that it was given there. */

import type { Caller } from '../access/caller.ts'
import { noteAudit } from '../acting.ts'
import { DomainError } from '../errors.ts'
import type { Application, Applications } from './application.ts'
import { noSignIn, type SignInSettings } from './application-kind.ts'
import { changeApplication } from './change-application.ts'
import {
  type ApplicationDeps,
  findApplication,
  holdApplication,
  registerWithoutSecret,
} from './manage-applications.ts'
import { mergedSignIn } from './sign-in-settings.ts'
import { ensureWellKnownClients, wellKnownClient } from './well-known-clients.ts'

export type PrincipalDeps = ApplicationDeps & {
  readonly applications: Pick<Applications, 'setRegistration' | 'withdrawConsent'>
}

export type BareRequest = Partial<SignInSettings> & {
  readonly displayName: string
  readonly requestedRoles: readonly string[]
}

/** An application that nothing stands for yet: without secret, without roles, and without tokens. */
export async function registerBare(
  deps: PrincipalDeps,
  caller: Caller,
  { displayName, requestedRoles, ...settings }: BareRequest,
): Promise<Application> {
  const { tenantId } = caller
  const signIn = mergedSignIn(noSignIn, settings)
  const id = await registerWithoutSecret(deps, { displayName, roles: [], tenantId })
  await deps.applications.setSignIn(tenantId, id, signIn)
  await deps.applications.setRegistration(tenantId, id, { hasPrincipal: false, requestedRoles })
  const properties = [{ name: 'kind', before: null, after: signIn.kind }]
  noteAudit({ type: 'Application', id, name: displayName, properties })
  return await findApplication(deps, tenantId, id)
}

/** Of an application of the tenant, or of one of the well-known clients. */
export async function makePrincipal(
  deps: PrincipalDeps,
  { tenantId }: Caller,
  applicationId: string,
): Promise<Application> {
  const known = await deps.applications.find(tenantId, applicationId)
  if (known?.hasPrincipal)
    throw new DomainError(
      'conflict',
      `The service principal of ${applicationId} is there already: ${known.objectId}.`,
    )
  const client = wellKnownClient(applicationId)
  if (known === undefined && client === undefined)
    throw new DomainError(
      'request-invalid',
      `The appId '${applicationId}' of the service principal does not reference a valid application object.`,
    )
  if (known === undefined)
    await ensureWellKnownClients(deps.applications, tenantId, client && [client])
  else await deps.applications.setRegistration(tenantId, known.id, { hasPrincipal: true })
  const made = await findApplication(deps, tenantId, applicationId)
  notePrincipal(made)
  return made
}

/** Takes its roles and consents with it; the application stays, where it is the tenant's own. */
export async function removePrincipal(
  deps: PrincipalDeps,
  caller: Caller,
  application: Application,
): Promise<void> {
  const { tenantId, id } = application
  if (wellKnownClient(id) !== undefined) await deps.applications.remove(tenantId, id)
  else {
    await changeApplication(deps, caller, { applicationId: id, roles: [] })
    await deps.applications.withdrawConsent(tenantId, id)
    await deps.applications.setRegistration(tenantId, id, { hasPrincipal: false })
  }
  notePrincipal(application)
}

/** Throws `conflict` where it has the role already. */
export async function giveRole(
  deps: PrincipalDeps,
  caller: Caller,
  { applicationId, role }: { readonly applicationId: string; readonly role: string },
): Promise<void> {
  const application = await holdApplication(deps, caller.tenantId, applicationId)
  if (application.roles.includes(role))
    throw new DomainError('conflict', `${application.displayName} has the role ${role} already.`)
  const roles = [...application.roles, role]
  await changeApplication(deps, caller, { applicationId, roles })
}

export async function takeRole(
  deps: PrincipalDeps,
  caller: Caller,
  { applicationId, role }: { readonly applicationId: string; readonly role: string },
): Promise<void> {
  const application = await holdApplication(deps, caller.tenantId, applicationId)
  const roles = application.roles.filter((each) => each !== role)
  await changeApplication(deps, caller, { applicationId, roles })
}

function notePrincipal({ objectId, displayName }: Application): void {
  noteAudit({ type: 'ServicePrincipal', id: objectId, name: displayName })
}
