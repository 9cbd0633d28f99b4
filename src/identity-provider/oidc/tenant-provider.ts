/**
 * One tenant's token issuer: oidc-provider, configured with Entra's names.
 *
 * Everything the provider must know about a client is read anew for each request and travels in the
 * client's metadata, so a secret or a consent that was withdrawn is refused at once, on every server.
 */
import { X509Certificate } from 'node:crypto'
import Provider, { type Configuration } from 'oidc-provider'
import type { Applications } from '../../core/applications/application.ts'
import type { People } from '../../core/directory/user.ts'
import type { TenantId } from '../../core/ids.ts'
import { issuerOf } from '../bearer/issuer.ts'
import type { Consents } from '../core/consent.ts'
import type { Factors } from '../core/factors/factors.ts'
import type { ProtocolState } from '../core/protocol-state.ts'
import type { Seals } from '../core/seals.ts'
import type { SignIns } from '../core/sign-ins.ts'
import type { KeySet } from '../core/signing-keys.ts'
import { answerAsEntra } from './answer-as-entra.ts'
import { offlineParameter } from './authorize-request.ts'
import { applicationProperty, clientAdapter, presentedCertificate } from './client-adapter.ts'
import { acceptAskedAddress, checkAssertion, checkSecretsWith } from './client-proof.ts'
import { cookieNames } from './cookies.ts'
import { entraDiscovery } from './metadata.ts'
import { resourceServers } from './resource-servers.ts'
import { interactionLifetime, sealedInteractions } from './sealed-interactions.ts'
import { findAccount, keepsGrants, loadGrantNoting, signInPolicy } from './sign-in-rules.ts'
import { stateAdapter } from './state-adapter.ts'
import { accessTokenLifetime } from './token-claims.ts'
import { tokenWriter } from './token-writer.ts'

export type ProviderDeps = {
  /** The origin clients use; HTTPS. */
  readonly publicUrl: string
  readonly applications: Pick<Applications, 'find' | 'list' | 'consent'>
  readonly people: People
  readonly consents: Consents
  readonly factors: Factors
  readonly signIns: SignIns
  readonly state: ProtocolState
  readonly seals: Seals
  readonly now: () => Date
  /** Called with failures that are ours, not the client's. */
  readonly report: (error: unknown) => void
}

type Features = NonNullable<Configuration['features']>
type Logout = NonNullable<Features['rpInitiatedLogout']>
type DeviceFlow = NonNullable<Features['deviceFlow']>

/** What people see in the middle of the provider's own work. */
export type ProviderPages = {
  readonly error: NonNullable<Configuration['renderError']>
  readonly logout: NonNullable<Logout['logoutSource']>
  readonly loggedOut: NonNullable<Logout['postLogoutSuccessSource']>
  readonly deviceInfo: NonNullable<DeviceFlow['deviceInfo']>
  readonly userCode: NonNullable<DeviceFlow['userCodeInputSource']>
  readonly confirmDevice: NonNullable<DeviceFlow['userCodeConfirmSource']>
  readonly deviceDone: NonNullable<DeviceFlow['successSource']>
}

type WithPages = ProviderDeps & { readonly pages: ProviderPages }

const minute = 60
const hour = 60 * minute
const day = 24 * hour

/** Seconds until what the provider hands out expires. */
const lifetimes = {
  AccessToken: accessTokenLifetime,
  AuthorizationCode: minute,
  ClientCredentials: accessTokenLifetime,
  DeviceCode: 15 * minute,
  Grant: 90 * day,
  IdToken: hour,
  Interaction: interactionLifetime,
  RefreshToken: 14 * day,
  Session: 12 * hour,
}

export function tenantProvider(deps: WithPages, tenantId: TenantId, keys: KeySet): Provider {
  const issuer = issuerOf(deps.publicUrl, tenantId)
  const provider = new Provider(issuer, configuration(deps, tenantId, keys))
  checkSecretsWith(provider, deps.now)
  acceptAskedAddress(provider)
  answerAsEntra(provider, tenantId, deps)
  return provider
}

function configuration(deps: WithPages, tenantId: TenantId, keys: KeySet): Configuration {
  const issuer = issuerOf(deps.publicUrl, tenantId)
  const { pages } = deps
  const begun = sealedInteractions(deps.seals, tenantId)
  const cookie = { httpOnly: true, sameSite: 'lax', secure: true } as const
  return {
    adapter: (kind: string) => {
      if (kind === 'Client') return clientAdapter(deps, tenantId)
      const stored = stateAdapter(deps.state, tenantId, kind)
      return kind === 'Interaction' ? begun.adapter(stored) : stored
    },
    jwks: { keys: [{ ...keys.active }] },
    clientAuthMethods: [
      ...(['client_secret_post', 'client_secret_basic', 'private_key_jwt'] as const),
      ...(['self_signed_tls_client_auth', 'none'] as const),
    ],
    enabledJWA: { clientAuthSigningAlgValues: ['RS256', 'PS256'] },
    assertJwtClientAuthClaimsAndHeader: async (...[, claims, header, client]) =>
      checkAssertion(client, { header, expiresAt: Number(claims['exp']), now: deps.now() }),
    clientBasedCORS: () => false,
    responseTypes: ['code'],
    scopes: ['openid', 'profile', 'email', 'offline_access'],
    claims: {
      openid: [
        'sub',
        'oid',
        'tid',
        'name',
        'preferred_username',
        'upn',
        'uti',
        'ver',
        'amr',
        'auth_time',
      ],
    },
    extraParams: [offlineParameter],
    discovery: entraDiscovery(deps.publicUrl),
    extraClientMetadata: { properties: [applicationProperty] },
    cookies: { names: cookieNames(tenantId), long: cookie, short: cookie },
    pkce: { required: () => true },
    interactions: {
      url: (ctx, { uid }) => begun.url(ctx, uid),
      policy: signInPolicy(deps.factors),
    },
    findAccount: (ctx, id, token) =>
      findAccount(deps, {
        tenantId,
        id,
        token: token as { authTime?: number } | undefined,
        client: ctx.oidc?.client,
      }),
    loadExistingGrant: loadGrantNoting(deps.signIns),
    expiresWithSession: async (ctx) => !keepsGrants(ctx.oidc.client),
    issueRefreshToken: async (_ctx, client, source) =>
      client.grantTypeAllowed('refresh_token') && source.scopes.has('offline_access'),
    rotateRefreshToken: true,
    renderError: pages.error,
    routes: {
      authorization: '/oauth2/v2.0/authorize',
      token: '/oauth2/v2.0/token',
      jwks: '/discovery/v2.0/keys',
      device_authorization: '/oauth2/v2.0/devicecode',
      code_verification: '/oauth2/v2.0/deviceauth',
      end_session: '/oauth2/v2.0/logout',
    },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      dPoP: { enabled: false },
      mTLS: {
        enabled: true,
        selfSignedTlsClientAuth: true,
        certificateBoundAccessTokens: true,
        getCertificate: () => {
          const der = presentedCertificate()
          return der && new X509Certificate(der)
        },
      },
      pushedAuthorizationRequests: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: pages.logout,
        postLogoutSuccessSource: pages.loggedOut,
      },
      deviceFlow: {
        enabled: true,
        charset: 'base-20',
        mask: '****-****',
        deviceInfo: pages.deviceInfo,
        userCodeInputSource: pages.userCode,
        userCodeConfirmSource: pages.confirmDevice,
        successSource: pages.deviceDone,
      },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: resourceServers(deps.publicUrl, keys.active.kid),
      },
    },
    ttl: lifetimes,
    formats: { customizers: { jwt: tokenWriter({ issuer, now: deps.now, people: deps.people }) } },
  }
}
