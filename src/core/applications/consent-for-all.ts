/** Consenting to delegated scopes of an application for everybody in the tenant, and withdrawing that. */

import type { Caller } from '../access/caller.ts'
import { requireGivable } from '../access/manage-roles.ts'
import { permissionsOf } from '../access/permissions.ts'
import { noteAudit } from '../acting.ts'
import type { TenantId } from '../ids.ts'
import type { Application, Applications } from './application.ts'
import { type ApplicationDeps, findApplication } from './manage-applications.ts'

type ConsentDeps = ApplicationDeps & {
  readonly applications: Pick<Applications, 'consent' | 'withdrawConsent'>
}

/** The caller must be allowed to grant whatever the scopes permit. */
export async function allowForAll(
  deps: ConsentDeps,
  caller: Caller,
  { applicationId, scopes }: { readonly applicationId: string; readonly scopes: readonly string[] },
): Promise<Application> {
  const before = await findApplication(deps, caller.tenantId, applicationId)
  await requireGivable(deps, caller, [...permissionsOf(scopes)])
  await deps.applications.consent(caller.tenantId, before.id, scopes)
  const after = await findApplication(deps, caller.tenantId, applicationId)
  noteConsent(before, after.signIn.consentedScopes)
  return after
}

export async function endForAll(
  deps: ConsentDeps,
  tenantId: TenantId,
  applicationId: string,
): Promise<void> {
  const before = await findApplication(deps, tenantId, applicationId)
  await deps.applications.withdrawConsent(tenantId, before.id)
  noteConsent(before, [])
}

function noteConsent(of: Application, scopes: readonly string[]): void {
  const before = of.signIn.consentedScopes.join(' ') || null
  const after = scopes.join(' ') || null
  const properties = [{ name: 'consentedScopes', before, after }]
  noteAudit({ type: 'Application', id: of.id, name: of.displayName, properties })
}
