/** The page that asks for name and password, with the external identity providers of the tenant. */
import type { Page } from './sign-in/page.ts'
import { passwordPage } from './sign-in/pages.ts'
import type { Visit } from './sign-in/visit.ts'
import { ofVisit, type StepDeps } from './step.ts'

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
