/** The account that the browser knows is offered, and another one can be chosen. */
import { Refused } from '../oidc/faults/fault.ts'
import type { Page } from './sign-in/page.ts'
import { accountPage } from './sign-in/pages.ts'
import { finish, lostSignIn, type Visit } from './sign-in/visit.ts'
import type { Step, StepDeps } from './step.ts'

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
