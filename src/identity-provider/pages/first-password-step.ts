/** A password that somebody else made is changed before the sign-in is finished. */
import { html } from 'hono/html'
import { Refused } from '../oidc/faults/fault.ts'
import { judgeNewPassword, newPasswordForm } from './account/new-password.ts'
import type { FactorAnswer } from './factor-step.ts'
import { type KnownProgress, progressOf, proofOf, stepDone } from './proved-so-far.ts'
import type { Page } from './sign-in/page.ts'
import { lostSignIn, type Visit } from './sign-in/visit.ts'
import { ofVisit, type Step, type StepDeps } from './step.ts'

/** A password that somebody else made opens nothing but the page for another one. */
export function mustChangePassword({ person, amr }: KnownProgress): boolean {
  return person.firstPasswordUntil !== undefined && amr.includes('pwd')
}

export function firstPasswordPage(
  { path }: Visit,
  { person }: KnownProgress,
  message?: string,
): Page {
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
