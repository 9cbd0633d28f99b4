/** What a step of a sign-in works with, and how it ends: with another page, or with the way on. */
import type { Outbound } from '../../core/outbound.ts'
import type { IdentityProviders } from '../core/identity-provider.ts'
import type { ProviderDeps } from '../oidc/tenant-provider.ts'
import type { NewPasswordDeps } from './account/new-password.ts'
import type { PasskeyFirst } from './factors/passkey-first-page.ts'
import type { AnnouncementDeps } from './sign-in/announcement-step.ts'
import type { AuditDeps } from './sign-in/audited.ts'
import type { FactorPages } from './sign-in/factor-page.ts'
import { formTarget, type Page } from './sign-in/page.ts'
import type { Visit } from './sign-in/visit.ts'

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

/** A page whose forms lead on to the program in the end. */
export function ofVisit({ interaction }: Visit, page: Page): Page {
  const target = interaction.params['redirect_uri']
  return target === undefined ? page : { ...page, formTargets: formTarget(target) }
}
