/** What a person has proved in a sign-in that is not finished: kept between pages, and worth nothing once it is withdrawn. */
import type { Person } from '../../core/directory/user.ts'
import { endedBefore } from '../core/ended-before.ts'
import { type Progress, progressIn } from './sign-in/progress.ts'
import type { Visit } from './sign-in/visit.ts'
import type { Step, StepDeps } from './step.ts'

export type KnownProgress = Progress & { readonly person: Person }

/** Remembers what was proved and goes on from there. */
export async function stepDone(
  deps: StepDeps,
  { tenant, interaction, path }: Visit,
  proof: Omit<Progress, 'acknowledged'>,
): Promise<Step> {
  await progressIn(deps.state).save(tenant.id, interaction.uid, proof)
  return { goTo: path }
}

/** What was proved on these pages, or else by the browser's session where only a factor is missing. */
export async function progressOf(
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

export function proofOf({
  personId,
  amr,
  since,
  passwordMark,
}: Progress): Omit<Progress, 'acknowledged'> {
  return { personId, amr, since, passwordMark }
}
