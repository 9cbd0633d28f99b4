/** The resources that tokens are for, as oidc-provider wants to know them. */

import { errors, type KoaContextWithOIDC, type ResourceServer } from 'oidc-provider'
import { resourcesAt } from './resources.ts'
import { openIdScopes } from './scopes.ts'
import { consentedScopes } from './sign-in-rules.ts'
import { accessTokenLifetime } from './token-claims.ts'

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
