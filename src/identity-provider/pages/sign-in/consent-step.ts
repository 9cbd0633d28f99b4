/**
 * Consent: an administrator allows an application certain scopes, for everybody in the tenant or for
 * themselves alone, as Entra's page has it.
 *
 * The scopes of this service are all of the kind that Entra lets only administrators consent to, so nobody
 * else is asked; other people learn that an administrator is needed.
 */
import type { AuditedResult, NoteAudit } from '../../../core/audit/audit.ts'
import type { People, Person } from '../../../core/directory/user.ts'
import { mayConsent } from '../../core/consent.ts'
import type { PagePorts } from '../../core/page-ports.ts'
import { Refused } from '../../oidc/faults/fault.ts'
import { openIdScopes } from '../../oidc/scopes.ts'
import { type AuditDeps, actOf, consented } from './audited.ts'
import type { Page } from './page.ts'
import { confirmPage, consentPage, needsAdminPage } from './pages.ts'
import { lostSignIn, type Visit } from './visit.ts'

export type ConsentDeps = AuditDeps & {
  readonly people: Pick<People, 'find'>
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
  { address, form }: { readonly address: string; readonly form: URLSearchParams },
): Promise<Readonly<Record<string, unknown>>> {
  const person = await personOf(deps, visit)
  const missing = missingScopes(visit)
  if (missing.length === 0) return { consent: {} }
  const act = actOf(visit, { person, address, done: consented })
  if (!mayConsent(person)) {
    await deps.audit.refused(act, `${person.userPrincipalName} is not an administrator.`)
    const text = 'AADSTS90094: The grant requires administrator permission.'
    return { error: 'access_denied', error_description: text }
  }
  const forAll = form.get('organization') === 'yes'
  // What the person allows for themselves already is not missing, and is allowed for everybody all the same.
  const allowing = forAll
    ? { scopes: [...new Set([...missing, ...askedScopes(visit)])], person: undefined }
    : { scopes: missing, person }
  await deps.audit.change(act, (ports, note) => allow(ports, visit, { ...allowing, note }))
  return { consent: {} }
}

type Allowing = {
  readonly scopes: readonly string[]
  /** Who allows it for themselves only; undefined = it is for everybody. */
  readonly person: Person | undefined
  readonly note: NoteAudit
}

async function allow(
  { applications, consents }: PagePorts,
  { tenant, application }: Visit,
  { scopes, person, note }: Allowing,
): Promise<AuditedResult<undefined>> {
  const { id, displayName: name, signIn } = application
  const before = person === undefined ? signIn.consentedScopes : await consents.of(person, id)
  if (person === undefined) await applications.consent(tenant.id, id, scopes)
  else await consents.allow(person, id, scopes)
  const change = {
    name: person === undefined ? 'consentedScopes' : 'ownConsentedScopes',
    before: before.join(' ') || null,
    after: [...new Set([...before, ...scopes])].join(' '),
  }
  note({ type: 'Application', id, name, properties: [change] })
  return { result: undefined, resource: { type: 'Application', id } }
}

/** All of the request that are Graph's, not the sign-in protocol's own. */
function askedScopes({ interaction }: Visit): readonly string[] {
  const asked = String(interaction.params['scope'] ?? '').split(' ')
  return asked.filter((scope) => scope !== '' && !openIdScopes.includes(scope))
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
