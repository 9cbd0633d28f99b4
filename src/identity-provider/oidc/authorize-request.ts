/** A request for a person's sign-in as clients of Entra write it, turned into one that follows the RFCs. */
import type { Application } from '../../core/applications/application.ts'
import { canonicalResource, parseScopes } from './scopes.ts'

/**
 * Our own parameter beside the standard ones: that `offline_access` was asked for. OpenID Connect Core
 * section 11 drops that scope where no consent page is forced, and Entra does not. [observed]
 */
export const offlineParameter = 'offline'

/** `defaults` are the scopes that `.default` stands for. */
export function standardSignInForm(
  form: URLSearchParams,
  { delegatedScopes }: Pick<Application['signIn'], 'delegatedScopes'>,
): URLSearchParams {
  const result = new URLSearchParams(form)
  const { openId, names, hasDefault, resource } = parseScopes(withResource(form))
  const all = new Set([...openId, ...names, ...(hasDefault ? delegatedScopes : [])])
  result.set('scope', [...all].join(' '))
  result.set('resource', resource)
  result.delete(offlineParameter)
  if (all.has('offline_access')) result.set(offlineParameter, 'true')
  const clientId = form.get('client_id')
  if (clientId !== null) result.set('client_id', clientId.toLowerCase())
  return result
}

/**
 * The older endpoints name a resource where the newer ones have scopes, and always give a refresh token.
 * [documented: Azure AD v1.0 endpoints]
 */
function withResource(form: URLSearchParams): string {
  const scope = form.get('scope') ?? ''
  const resource = form.get('resource')
  if (resource === null || resource.trim() === '') return scope
  return `openid profile offline_access ${canonicalResource(resource.trim())}/.default`
}
