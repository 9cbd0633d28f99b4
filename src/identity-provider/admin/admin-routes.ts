/** What the identity provider adds to `/admin/v1`. */
import type { AdminRoute } from '../../surfaces/admin/routes.ts'
import { type FactorRouteDeps, factorRoutes } from './factor-routes.ts'
import { type IdentityProviderDeps, identityProviderRoutes } from './identity-provider-routes.ts'
import { type MeRouteDeps, meRoutes } from './me-routes.ts'
import { type PasswordRouteDeps, passwordRoutes } from './password-routes.ts'
import { type SignInPolicyDeps, signInPolicyRoutes } from './sign-in-policy-routes.ts'

export type IdentityProviderAdminDeps = FactorRouteDeps &
  IdentityProviderDeps &
  MeRouteDeps &
  PasswordRouteDeps &
  SignInPolicyDeps

export function identityProviderAdminRoutes(
  deps: IdentityProviderAdminDeps,
): readonly AdminRoute[] {
  return [
    ...meRoutes(deps),
    ...factorRoutes(deps),
    ...passwordRoutes(deps),
    ...signInPolicyRoutes(deps),
    ...identityProviderRoutes(deps),
  ]
}
