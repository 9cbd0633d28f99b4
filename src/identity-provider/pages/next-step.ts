/** What comes next in a sign-in: another page, or the way back to the program. */
import { factorNames } from '../core/factors/factor-policy.ts'
import { Refused } from '../oidc/faults/fault.ts'
import { factorQuestion } from './factor-step.ts'
import { firstPasswordPage, mustChangePassword } from './first-password-step.ts'
import { askPassword } from './password-question.ts'
import { type KnownProgress, progressOf, proofOf } from './proved-so-far.ts'
import { announcementPage, readAnnouncements } from './sign-in/announcement-step.ts'
import { auditSignIn } from './sign-in/audited.ts'
import { withOtherWays } from './sign-in/factor-page.ts'
import { setKnownDevice } from './sign-in/known-device-cookie.ts'
import { progressIn, secondOfSignIn } from './sign-in/progress.ts'
import { finish, lostSignIn, type Visit } from './sign-in/visit.ts'
import { ofVisit, type Step, type StepDeps } from './step.ts'

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
