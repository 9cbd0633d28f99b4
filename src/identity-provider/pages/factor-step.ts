/** A second factor in a sign-in: what its page is asked with, and the verdict on what the person has sent. */
import { Refused } from '../oidc/faults/fault.ts'
import { type KnownProgress, progressOf, proofOf, stepDone } from './proved-so-far.ts'
import type { FactorPage, FactorQuestion } from './sign-in/factor-page.ts'
import { lostSignIn, type Visit } from './sign-in/visit.ts'
import { ofVisit, type Step, type StepDeps } from './step.ts'

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

export type FactorAnswer = {
  readonly name: string
  readonly address: string
  readonly form: URLSearchParams
}

export function factorQuestion(
  { tenant, interaction, path, origin }: Visit,
  { person, amr }: KnownProgress,
  { name, address }: { readonly name: string; readonly address: string },
): FactorQuestion {
  const action = `${path}/factor/${name}`
  return { tenantId: tenant.id, person, amr, uid: interaction.uid, action, origin, address }
}
