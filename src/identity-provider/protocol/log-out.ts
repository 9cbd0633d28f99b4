/**
 * Signing out. Clients of Entra name only the address to go back to. It is gone to where it is registered, and whose it
 * is does not matter then.
 */
import type { Context } from 'hono'
import type { Tenant } from '../../core/tenants/tenant.ts'
import { firstPartyApplication, portalId } from '../core/first-party.ts'
import type { Authority } from './authority.ts'
import { pass } from './pass-on.ts'

/**
 * Clients of Entra name only the address to go back to. It is gone to where it is registered, and whose it is does
 * not matter then.
 */
export async function logout(c: Context, authority: Authority, tenant: Tenant): Promise<Response> {
  const query = new URL(c.req.url).searchParams
  const target = query.get('post_logout_redirect_uri')
  if (target !== null && !query.has('client_id') && !query.has('id_token_hint')) {
    const owner = await ownerOf(authority, tenant, target)
    if (owner !== undefined) query.set('client_id', owner)
  }
  const path = `/oauth2/v2.0/logout?${query}`
  return await pass(c, authority, { tenant, question: { method: 'GET', path } })
}

async function ownerOf(
  { applications, publicUrl }: Authority,
  { id: tenantId }: Tenant,
  redirectUri: string,
): Promise<string | undefined> {
  const portal = firstPartyApplication(portalId, { tenantId, publicUrl })
  const all = [...(await applications.list(tenantId)), ...(portal === undefined ? [] : [portal])]
  return all.find(({ signIn }) => signIn.redirectUris.includes(redirectUri))?.id
}
