/** The resources that tokens are for: Microsoft Graph, this server by its own origin, Partner Center, OEMs, and enrollment. */

import { errors, type KoaContextWithOIDC, type ResourceServer } from 'oidc-provider'
import { enrollmentAudience, graphOrigin, oemAudience, partnerAudiences } from 'taxiway-autopilot'
import { openIdScopes } from './scopes.ts'
import { consentedScopes } from './sign-in-rules.ts'
import { accessTokenLifetime } from './token-claims.ts'

/** Those of a server at `publicUrl`, as the audiences of its tokens. */
export function resourcesAt(publicUrl: string): readonly string[] {
  return [
    graphOrigin,
    new URL(publicUrl).origin,
    ...partnerAudiences,
    oemAudience,
    enrollmentAudience,
  ]
}

export function resourceServers(publicUrl: string, kid: string) {
  const resources = resourcesAt(publicUrl)

  return (ctx: KoaContextWithOIDC, resource: string): ResourceServer => {
    if (!resources.includes(resource)) throw new errors.InvalidTarget()
    return {
      scope: availableScopes(ctx).join(' '),
      audience: resource,
      accessTokenTTL: accessTokenLifetime,
      accessTokenFormat: 'jwt',
      jwt: { sign: { alg: 'RS256', kid } },
    }
  }
}

/**
 * While a person is asked, all that the application asks for, so that what lacks consent is noticed. In a
 * token only what is consented to now: a consent that was withdrawn is gone with the next refresh.
 */
function availableScopes(ctx: KoaContextWithOIDC): readonly string[] {
  if (ctx.oidc.route === 'token') return consentedScopes(ctx.oidc)
  const asked = String(ctx.oidc.params?.['scope'] ?? '').split(' ')
  return asked.filter((scope) => scope !== '' && !openIdScopes.includes(scope))
}
