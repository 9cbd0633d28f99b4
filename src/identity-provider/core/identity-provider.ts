/** An outside OpenID Connect provider that a tenant lets its people sign in with. */
import type { TenantId } from '../../core/ids.ts'

export type IdentityProvider = {
  readonly tenantId: TenantId
  /** A UUID. */
  readonly id: string
  /** As the button on the sign-in page says it. */
  readonly displayName: string
  /** HTTPS; the issuer that its ID tokens must name exactly. */
  readonly issuer: string
  readonly clientId: string
  /** Absent: the provider knows this server as a public client. */
  readonly clientSecret?: string
  /** The claim of the ID token that holds a person's user principal name, such as `preferred_username`. */
  readonly linkClaim: string
  /** What the claim `tid` must be, where one issuer serves many organizations; absent = it is not looked at. */
  readonly requiredTid?: string
  /** Whether the platform's operator lets it be in the private network; it holds for this issuer and no other. */
  readonly privateNetwork: boolean
}

export type PrivateNetworkMark = Pick<
  IdentityProvider,
  'tenantId' | 'id' | 'issuer' | 'privateNetwork'
>

export type IdentityProviders = {
  list(tenantId: TenantId): Promise<readonly IdentityProvider[]>
  find(tenantId: TenantId, id: string): Promise<IdentityProvider | undefined>
  /** Creates or replaces. Leaves `privateNetwork` alone, but for another issuer, for which it ends. */
  save(provider: Omit<IdentityProvider, 'privateNetwork'>): Promise<void>
  /** Decides whether it may be in the private network. False: there is none with that issuer. */
  markPrivateNetwork(provider: PrivateNetworkMark): Promise<boolean>
  /** False: there was none. */
  remove(tenantId: TenantId, id: string): Promise<boolean>
}
