/** What comes next in a sign-in: another page, or the way back to the program. */
import { html } from 'hono/html'
import type { Person } from '../../core/directory/user.ts'
import type { Outbound } from '../../core/outbound.ts'
import { factorNames } from '../core/factors/factor-policy.ts'
import type { IdentityProviders } from '../core/identity-provider.ts'
import { Refused } from '../oidc/faults.ts'
import { endedBefore } from '../oidc/sign-in-rules.ts'
import type { ProviderDeps } from '../oidc/tenant-provider.ts'
import { judgeNewPassword, type NewPasswordDeps, newPasswordForm } from './account/new-password.ts'
import type { FirstQuestion, PasskeyFirst } from './factors/passkey-first-page.ts'
import {
  type AnnouncementDeps,
  announcementPage,
  readAnnouncements,
} from './sign-in/announcement-step.ts'
import { type AuditDeps, auditSignIn } from './sign-in/audited.ts'
import {
  type FactorPage,
  type FactorPages,
  type FactorQuestion,
  withOtherWays,
} from './sign-in/factor-page.ts'
import { setKnownDevice } from './sign-in/known-device-cookie.ts'
import { formTarget, type Page } from './sign-in/page.ts'
import { accountPage, passwordPage } from './sign-in/pages.ts'
import { type Progress, progressIn, secondOfSignIn } from './sign-in/progress.ts'
import { finish, lostSignIn, type Visit } from './sign-in/visit.ts'

export type StepDeps = ProviderDeps &
  AuditDeps &
  AnnouncementDeps &
  NewPasswordDeps & {
    readonly identityProviders: IdentityProviders
    readonly outbound: Outbound
    readonly factorPages: FactorPages
    readonly passkeyFirst: PasskeyFirst
  }

/** An answer to the browser. */
export type Step =
  | { readonly goTo: string; readonly cookie?: string }
  | { readonly page: Page; readonly status?: 401 | 403 | 429 | 503; readonly retryAfter?: number }

export type KnownProgress = Progress & { readonly person: Person }

/** `wanted` is the factor that the person chose; absent = the first of those that are needed. */
export async function nextStep(
  deps: StepDeps,
  visit: Visit,
  { wanted, address }: { readonly wanted: string | undefined; readonly address: string },
): Promise<Step> {
  const soFar = await progressOf(deps, visit)
  if (soFar === undefined) return { page: await askPassword(deps, visit) }
  const needed = await deps.factors.required(soFar)
  if (needed.length === 0) return await proved(deps, visit, { ...soFar, address })
  if (needed.includes(factorNames.password))
    return { page: await askPassword(deps, visit, { message: passwordFirst }), status: 403 }
  const ways = needed.flatMap((name) => {
    const page = deps.factorPages[name]
    return page === undefined ? [] : [[name, page] as const]
  })
  const chosen = ways.find(([name]) => name === wanted) ?? ways[0]
  if (chosen === undefined) throw new Error(`no page asks for ${needed.join(' or ')}`)
  const [name, page] = chosen
  const shown = await page.show(factorQuestion(visit, soFar, { name, address }))
  const others = ways.filter(([other]) => other !== name)
  return { page: ofVisit(visit, withOtherWays(shown, visit.path, others)) }
}

const passwordFirst =
  'Your roles need a passkey, and the first one is set up after a sign-in with your password. (AADSTS50072)'

/** Remembers what was proved and goes on from there. */
export async function stepDone(
  deps: StepDeps,
  { tenant, interaction, path }: Visit,
  proof: Omit<Progress, 'acknowledged'>,
): Promise<Step> {
  await progressIn(deps.state).save(tenant.id, interaction.uid, proof)
  return { goTo: path }
}

export async function judgeFactor(
  deps: StepDeps,
  visit: Visit,
  { name, address, form }: FactorAnswer,
): Promise<Step> {
  const soFar = await progressOf(deps, visit)
  const page: FactorPage | undefined = Object.hasOwn(deps.factorPages, name)
    ? deps.factorPages[name]
    : undefined
  if (soFar === undefined || page === undefined) throw new Refused(lostSignIn)
  const question = factorQuestion(visit, soFar, { name, address })
  const verdict = await page.submit(question, form)
  if (verdict.ok) {
    return stepDone(deps, visit, { ...proofOf(soFar), amr: [...soFar.amr, ...verdict.amr] })
  }
  const { message, retryAfter } = verdict
  return {
    page: ofVisit(visit, await page.show({ ...question, message })),
    status: retryAfter === undefined ? 401 : 429,
    ...(retryAfter !== undefined && { retryAfter }),
  }
}

type FactorAnswer = {
  readonly name: string
  readonly address: string
  readonly form: URLSearchParams
}

export async function askPassword(
  { identityProviders }: Pick<StepDeps, 'identityProviders'>,
  visit: Visit,
  shown: { readonly userName?: string; readonly message?: string } = {},
): Promise<Page> {
  const { tenant, path, application, interaction } = visit
  const providers = await identityProviders.list(tenant.id)
  const hint = String(interaction.params['login_hint'] ?? '')
  const { displayName } = application
  return ofVisit(
    visit,
    passwordPage({ path, application: displayName, providers, userName: hint, ...shown }),
  )
}

/** The page for a passkey before any name, with the way back to the password. */
export function passkeyPageOf(
  { passkeyFirst }: Pick<StepDeps, 'passkeyFirst'>,
  visit: Visit,
  message?: string,
): Page {
  const question = firstQuestion(visit)
  const page = passkeyFirst.show(message === undefined ? question : { ...question, message })
  const body = html`${page.body}<p><a href="${visit.path}">Sign in with a password</a></p>`
  return ofVisit(visit, { ...page, body })
}

export function firstQuestion({ tenant, interaction, path, origin }: Visit): FirstQuestion {
  return { tenantId: tenant.id, session: interaction.uid, action: `${path}/passkey`, origin }
}

export async function chooseAccount(deps: StepDeps, visit: Visit): Promise<Page> {
  const { path, application, interaction, tenant } = visit
  const id = interaction.session?.accountId
  const person = id === undefined ? undefined : await deps.people.find(tenant.id, id)
  if (person === undefined) throw new Refused(lostSignIn)
  return accountPage({
    path,
    application,
    person,
    redirectUri: interaction.params['redirect_uri'],
  })
}

/** The account that the browser knows, or a sign-in with another one. */
export async function accountChosen(visit: Visit, choice: string | null): Promise<Step> {
  if (choice === 'same') return { goTo: await finish(visit, { select_account: {} }) }
  const { interaction, path } = visit
  interaction.prompt = { name: 'login', reasons: ['select_account'], details: {} }
  await interaction.save(interaction.exp - Math.floor(Date.now() / 1000))
  return { goTo: path }
}

/** A page whose forms lead on to the program in the end. */
function ofVisit({ interaction }: Visit, page: Page): Page {
  const target = interaction.params['redirect_uri']
  return target === undefined ? page : { ...page, formTargets: formTarget(target) }
}

/** Everything is proved; a first password is changed, and what the person must know is shown. */
async function proved(
  deps: StepDeps,
  visit: Visit,
  soFar: KnownProgress & { readonly address: string },
): Promise<Step> {
  if (mustChangePassword(soFar)) return { page: ofVisit(visit, firstPasswordPage(visit, soFar)) }
  const page =
    soFar.acknowledged === true ? undefined : await announcementPage(deps, soFar.person, visit.path)
  return page === undefined ? await completed(deps, visit, soFar) : { page: ofVisit(visit, page) }
}

/** A password that somebody else made opens nothing but the page for another one. */
function mustChangePassword({ person, amr }: KnownProgress): boolean {
  return person.firstPasswordUntil !== undefined && amr.includes('pwd')
}

function firstPasswordPage({ path }: Visit, { person }: KnownProgress, message?: string): Page {
  return {
    title: 'Update your password',
    body: html`<p class="quiet">${person.userPrincipalName}</p>
<h1>Update your password</h1>
<p>You need to update your password because this is the first time you are signing in with it.</p>
${newPasswordForm({ action: `${path}/new-password`, person, message })}`,
  }
}

/** Only where everything else is proved: who lacks a factor has no business with the password. */
export async function judgeFirstPassword(
  deps: StepDeps,
  visit: Visit,
  { form, address }: Omit<FactorAnswer, 'name'>,
): Promise<Step> {
  const soFar = await progressOf(deps, visit)
  if (soFar === undefined) throw new Refused(lostSignIn)
  const isDue = mustChangePassword(soFar) && (await deps.factors.required(soFar)).length === 0
  if (!isDue) return { goTo: visit.path }
  const { person } = soFar
  const verdict = await judgeNewPassword(deps, { tenant: visit.tenant, person, address, form })
  if (verdict.ok) {
    const { passwordMark } = verdict
    return await stepDone(deps, visit, { ...proofOf(soFar), passwordMark })
  }
  const { message, ...answer } = verdict
  return { page: ofVisit(visit, firstPasswordPage(visit, soFar, message)), ...answer }
}

/** The person has read the page of `announcementPage`. */
export async function announced(
  deps: StepDeps,
  visit: Visit,
  form: URLSearchParams,
): Promise<Step> {
  const soFar = await progressOf(deps, visit)
  if (soFar === undefined) throw new Refused(lostSignIn)
  if ((await deps.factors.required(soFar)).length === 0) {
    await readAnnouncements(deps, soFar.person, form)
    const { tenant, interaction } = visit
    const progress = { ...proofOf(soFar), acknowledged: true } as const
    await progressIn(deps.state).save(tenant.id, interaction.uid, progress)
  }
  return { goTo: visit.path }
}

async function completed(
  deps: StepDeps,
  visit: Visit,
  { person, amr, address }: KnownProgress & { readonly address: string },
): Promise<Step> {
  await auditSignIn(deps, visit, { person, address, amr })
  await progressIn(deps.state).forget(visit.tenant.id, visit.interaction.uid)
  const methods = new Set(amr)
  if (methods.size > 1) methods.add('mfa')
  // The browser may stay away for a while before it goes on to the provider: the sign-in is of this moment.
  const ts = await secondOfSignIn(person)
  const login = { accountId: person.id, amr: [...methods], remember: false, ts }
  const who = { tenantId: visit.tenant.id, personId: person.id }
  return {
    goTo: await finish(visit, { login, select_account: {} }),
    cookie: setKnownDevice(deps.seals, who, visit.deviceWord),
  }
}

/** What was proved on these pages, or else by the browser's session where only a factor is missing. */
async function progressOf(
  { people, state }: Pick<StepDeps, 'people' | 'state'>,
  { tenant, interaction }: Visit,
): Promise<KnownProgress | undefined> {
  const saved = await progressIn(state).find(tenant.id, interaction.uid)
  const found = saved ?? rememberedBy(interaction)
  if (found === undefined) return undefined
  const person = await people.find(tenant.id, found.personId)
  return person !== undefined && stillHolds(found, person) ? { ...found, person } : undefined
}

/** Half a sign-in ends with all others, and with the password that it rests on. */
function stillHolds({ since, passwordMark }: Progress, person: Person): boolean {
  if (!person.enabled || endedBefore(person, since)) return false
  return passwordMark === undefined || passwordMark === person.passwordMark
}

/** The session held when this sign-in began. */
function rememberedBy({ session, prompt, iat }: Visit['interaction']): Progress | undefined {
  const { accountId, amr = [] } = session ?? {}
  const isOnlyFactor = prompt.reasons.every((reason) => reason === 'factors_missing')
  return isOnlyFactor && accountId !== undefined
    ? { personId: accountId, amr, since: iat }
    : undefined
}

function proofOf({ personId, amr, since, passwordMark }: Progress): Omit<Progress, 'acknowledged'> {
  return { personId, amr, since, passwordMark }
}

function factorQuestion(
  { tenant, interaction, path, origin }: Visit,
  { person, amr }: KnownProgress,
  { name, address }: { readonly name: string; readonly address: string },
): FactorQuestion {
  const action = `${path}/factor/${name}`
  return { tenantId: tenant.id, person, amr, uid: interaction.uid, action, origin, address }
}
