/** Ending the session of the browser at the authority. */
import { client, discover, redirectUri } from './protocol.ts'

/** Where signing out happens, which ends the browser's session too. Asked anew: only a server that answers does it. */
export async function signOutUrl(tenant: string): Promise<URL> {
  const { end_session_endpoint = redirectUri() } = await discover(tenant)
  const url = new URL(end_session_endpoint)
  url.searchParams.set('client_id', client.client_id)
  url.searchParams.set('post_logout_redirect_uri', redirectUri())
  return url
}

/**
 * Answers the authority's question, which is of this origin too: the person has said here that they sign out.
 * False: the person has to answer it there.
 */
export async function confirmSignOut(url: URL): Promise<boolean> {
  if (url.origin !== location.origin) return false
  try {
    const question = await (await fetch(url, { headers: { accept: 'text/html' } })).text()
    const action = /<form [^>]*action="([^"]+)"/.exec(question)?.[1]
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(question)?.[1]
    if (action === undefined || xsrf === undefined) return false
    const to = new URL(action, url)
    if (to.origin !== location.origin) return false
    const body = new URLSearchParams({ xsrf, logout: 'yes' })
    const answer = await fetch(to, { method: 'POST', body, redirect: 'manual' })
    return answer.type === 'opaqueredirect'
  } catch {
    return false
  }
}
