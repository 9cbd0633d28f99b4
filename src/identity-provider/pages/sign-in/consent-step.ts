/**
 * Consent: an administrator allows an application certain scopes, for everybody in the tenant.
 *
 * The scopes of this service are all of the kind that Entra lets only administrators consent to, so nobody
 * else is asked; who is no administrator learns that one is needed.
 */
import type { Applications } from '../../../core/applications/application.ts'
import type { AuditedResult, NoteAudit } from '../../../core/audit/audit.ts'
import type { People, Person } from '../../../core/directory/user.ts'
import { mayConsent } from '../../core/consent.ts'
import { Refused } from '../../protocol/faults.ts'
import { type AuditDeps, actOf, consented } from './audited.ts'
import type { Page } from './page.ts'
import { confirmPage, consentPage, needsAdminPage } from './pages.ts'
import { lostSignIn, type Visit } from './visit.ts'

export type ConsentDeps = AuditDeps & {
  readonly people: Pick<People, 'find'>
  readonly applications: Pick<Applications, 'consent'>
}

/** The page for what is missing: a consent, somebody who can give it, or only a confirmation. */
export async function consentPageOf(deps: ConsentDeps, visit: Visit): Promise<Page> {
  const { path, application, interaction } = visit
  const person = await personOf(deps, visit)
  const asked = { path, application, person, redirectUri: interaction.params['redirect_uri'] }
  const missing = missingScopes(visit)
  if (missing.length === 0) return confirmPage(asked)
  return mayConsent(person) ? consentPage(asked, missing) : needsAdminPage(asked, missing)
}

/** Does what the page's button says; the result is the provider's. */
export async function giveConsent(
  deps: ConsentDeps,
  visit: Visit,
  address: string,
): Promise<Readonly<Record<string, unknown>>> {
  const person = await personOf(deps, visit)
  const missing = missingScopes(visit)
  if (missing.length === 0) return { consent: {} }
  const act = actOf(visit, { person, address, done: consented })
  if (!mayConsent(person)) {
    await deps.audit.refused(act, `${person.userPrincipalName} is no administrator.`)
    const text = 'AADSTS90094: The grant requires administrator permission.'
    return { error: 'access_denied', error_description: text }
  }
  await deps.audit.change(act, (note) => allow(deps, visit, { missing, note }))
  return { consent: {} }
}

type Allowing = { readonly missing: readonly string[]; readonly note: NoteAudit }

async function allow(
  { applications }: ConsentDeps,
  { tenant, application }: Visit,
  { missing, note }: Allowing,
): Promise<AuditedResult<undefined>> {
  const { id, displayName: name, signIn } = application
  await applications.consent(tenant.id, id, missing)
  const before = signIn.consentedScopes
  const scopes = {
    name: 'consentedScopes',
    before: before.join(' ') || null,
    after: [...new Set([...before, ...missing])].join(' '),
  }
  note({ type: 'Application', id, name, properties: [scopes] })
  return { result: undefined, resource: { type: 'Application', id } }
}

/** As the provider found them missing; empty = only a confirmation is. */
function missingScopes({ interaction }: Visit): readonly string[] {
  const missing = interaction.prompt.details['missingResourceScopes'] ?? {}
  return [...new Set(Object.values(missing as Record<string, readonly string[]>).flat())]
}

async function personOf({ people }: ConsentDeps, { tenant, interaction }: Visit): Promise<Person> {
  const id = interaction.session?.accountId
  const person = id === undefined ? undefined : await people.find(tenant.id, id)
  if (person?.enabled !== true) throw new Refused(lostSignIn)
  return person
}
