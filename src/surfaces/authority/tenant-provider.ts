/**
 * One tenant's token issuer: oidc-provider, told what Entra calls things.
 *
 * Everything the provider must know about a client is read anew for each request and travels in the
 * client's metadata, so a secret that was withdrawn is refused at once, on every server.
 */
import Provider, { type Configuration, errors } from 'oidc-provider'
import { type Applications, checkSecret } from '../../core/access/application.ts'
import type { ProtocolState } from '../../core/access/protocol-state.ts'
import type { KeySet } from '../../core/access/signing-keys.ts'
import type { TenantId } from '../../core/ids.ts'
import { issuerOf } from '../http/issuer.ts'
import { answerAsEntra } from './answer-as-entra.ts'
import { applicationOf, applicationProperty, clientAdapter } from './client-adapter.ts'
import { expiredSecret, Refused, wrongSecret } from './faults.ts'
import { entraDiscovery } from './metadata.ts'
import { stateAdapter } from './state-adapter.ts'
import { accessTokenClaims, accessTokenLifetime } from './token-claims.ts'
import { graphResource } from './token-request.ts'

export type ProviderDeps = {
  /** The origin clients use; HTTPS. */
  readonly publicUrl: string
  readonly applications: Pick<Applications, 'find'>
  readonly state: ProtocolState
  readonly now: () => Date
  /** Told of failures that are ours, not the client's. */
  readonly report: (error: unknown) => void
}

export function tenantProvider(deps: ProviderDeps, tenantId: TenantId, keys: KeySet): Provider {
  const provider = new Provider(
    issuerOf(deps.publicUrl, tenantId),
    configuration(deps, tenantId, keys),
  )
  provider.Client.prototype.compareClientSecret = function (secret) {
    const { id, secrets } = applicationOf(this)
    const result = checkSecret(secrets, secret, deps.now())
    if (result === 'expired') throw new Refused(expiredSecret(id))
    if (result === 'wrong') throw new Refused(wrongSecret(id))
    return true
  }
  answerAsEntra(provider, tenantId, deps)
  return provider
}

function configuration(deps: ProviderDeps, tenantId: TenantId, keys: KeySet): Configuration {
  const issuer = issuerOf(deps.publicUrl, tenantId)
  const resources = [graphResource, new URL(deps.publicUrl).origin]
  return {
    adapter: (kind: string) =>
      kind === 'Client'
        ? clientAdapter(deps.applications, tenantId)
        : stateAdapter(deps.state, tenantId, kind),
    jwks: { keys: [{ ...keys.active }] },
    clientAuthMethods: ['client_secret_post', 'client_secret_basic'],
    clientBasedCORS: () => false,
    responseTypes: ['code'],
    scopes: [],
    claims: {},
    discovery: entraDiscovery(deps.publicUrl),
    extraClientMetadata: { properties: [applicationProperty] },
    routes: {
      authorization: '/oauth2/v2.0/authorize',
      token: '/oauth2/v2.0/token',
      jwks: '/discovery/v2.0/keys',
    },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: false },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo(_ctx, resource) {
          if (!resources.includes(resource)) throw new errors.InvalidTarget()
          return {
            scope: '',
            audience: resource,
            accessTokenTTL: accessTokenLifetime,
            accessTokenFormat: 'jwt',
            jwt: { sign: { alg: 'RS256', kid: keys.active.kid } },
          }
        },
      },
    },
    ttl: { ClientCredentials: accessTokenLifetime },
    formats: {
      customizers: {
        jwt(_ctx, token, parts) {
          const audience = String(token.aud)
          if (token.client === undefined) throw new Error('a token without its client')
          const subject = applicationOf(token.client)
          parts.header = { typ: 'JWT' }
          parts.payload = accessTokenClaims(subject, { issuer, audience, now: deps.now() })
        },
      },
    },
  }
}
