/** Signing in with a passkey before any name is given. */
import { html } from 'hono/html'
import type { FirstQuestion } from './factors/passkey-first-page.ts'
import type { Page } from './sign-in/page.ts'
import type { Visit } from './sign-in/visit.ts'
import { ofVisit, type StepDeps } from './step.ts'

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
