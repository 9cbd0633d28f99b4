/** What kind of client an application is, and what it may do on behalf of people. */

/**
 * `web`: runs on a server and keeps a secret. `spa`: runs in a browser. `native`: runs on a person's own machine.
 * Only a `web` application can authenticate itself; the others must use PKCE, as all applications must here.
 */
export type ApplicationKind = 'web' | 'spa' | 'native'

export type SignInSettings = {
  readonly kind: ApplicationKind
  /**
   * Where authorization codes may be sent. Compared exactly, except for the port of a native application's loopback
   * URI (RFC 8252 section 7.3).
   */
  readonly redirectUris: readonly string[]
  /** Delegated scopes requested by `.default`, such as `DeviceManagementServiceConfig.Read.All`. */
  readonly delegatedScopes: readonly string[]
  /** Delegated scopes that an administrator has allowed it for everybody in the tenant. */
  readonly consentedScopes: readonly string[]
}

/** For an application that nobody signs in to. */
export const noSignIn: SignInSettings = {
  kind: 'web',
  redirectUris: [],
  delegatedScopes: [],
  consentedScopes: [],
}
