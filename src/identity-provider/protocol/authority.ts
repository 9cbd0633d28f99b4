/** What the routes of the authority need. */
import type { Tenant, Tenants } from '../../core/tenants/tenant.ts'
import type { KeyRing } from '../core/key-ring.ts'
import type { ReadTogether } from '../core/read-together.ts'
import type { SignInPolicies } from '../core/sign-in-policy.ts'
import type { SecretGrant } from '../oidc/secret-grant.ts'
import type { TenantProviders } from '../oidc/tenant-providers.ts'
import type { AccountDeps } from '../pages/account/acts.ts'
import type { SignInDeps } from '../pages/sign-in/turns.ts'

export type AuthorityDeps = Omit<SignInDeps & AccountDeps, 'publicUrl'> & {
  readonly tenants: Pick<Tenants, 'find' | 'list'>
  readonly keys: Pick<KeyRing, 'current'>
  readonly policies: Pick<SignInPolicies, 'find'>
  readonly readTogether: ReadTogether
}

/** All that the routes need: what was given, and how to find a tenant and its provider. */
export type Authority = AuthorityDeps &
  SignInDeps &
  AccountDeps & {
    readonly providerOf: TenantProviders
    readonly secretGrant: SecretGrant
    readonly tenantOf: (name: string, endpoint?: 'metadata' | 'token') => Promise<Tenant>
    /** Where a tenant lives for the client that asks. */
    readonly baseOf: (request: Request, tenant: Tenant) => URL
  }
