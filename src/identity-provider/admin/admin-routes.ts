/** What the identity provider adds to `/admin/v1`. */
import type { Route } from '../../surfaces/http/route.ts'
import { type FactorRouteDeps, factorRoutes } from './factor-routes.ts'
import { type IdentityProviderDeps, identityProviderRoutes } from './identity-provider-routes.ts'
import { type MeRouteDeps, meRoutes } from './me-routes.ts'
import { type PasswordRouteDeps, passwordRoutes } from './password-routes.ts'
import { type PeopleRouteDeps, peopleRoutes } from './people-routes.ts'
import { type SignInPolicyDeps, signInPolicyRoutes } from './sign-in-policy-routes.ts'

export type IdentityProviderPorts = FactorRouteDeps &
  IdentityProviderDeps &
  MeRouteDeps &
  PasswordRouteDeps &
  PeopleRouteDeps &
  SignInPolicyDeps

export const identityProviderAdminRoutes: readonly Route<IdentityProviderPorts>[] = [
  ...meRoutes,
  ...peopleRoutes,
  ...factorRoutes,
  ...passwordRoutes,
  ...signInPolicyRoutes,
  ...identityProviderRoutes,
]
