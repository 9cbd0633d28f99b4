/** What kind of program an application is, and what it may do in the name of people. */

/**
 * `web`: runs on a server and keeps a secret. `spa`: runs in a browser. `native`: runs on a person's own
 * machine. Only a `web` application can prove itself; the others must use PKCE, as all do here.
 */
export type ApplicationKind = 'web' | 'spa' | 'native'

export type SignInSettings = {
  readonly kind: ApplicationKind
  /** Where codes may be sent, compared exactly; a native one's loopback port is free (RFC 8252 section 7.3). */
  readonly redirectUris: readonly string[]
  /** Delegated scopes that it asks for by `.default`, such as `DeviceManagementServiceConfig.Read.All`. */
  readonly delegatedScopes: readonly string[]
  /** Delegated scopes that an administrator has allowed it for everybody in the tenant. */
  readonly consentedScopes: readonly string[]
}

/** Of an application that nobody signs in to. */
export const noSignIn: SignInSettings = {
  kind: 'web',
  redirectUris: [],
  delegatedScopes: [],
  consentedScopes: [],
}
