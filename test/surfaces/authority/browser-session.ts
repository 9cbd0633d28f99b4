/**
 * A browser without a screen: it keeps cookies by path, follows redirects on its own origin, and sends forms
 * with the Origin header as browsers do. Where a redirect leads elsewhere it stops and says where.
 */
import { createHash, randomBytes } from 'node:crypto'

type App = { request(url: string, init?: RequestInit): Response | Promise<Response> }

type Cookie = { readonly name: string; readonly value: string; readonly path: string }

export type Arrival = {
  readonly status: number
  readonly headers: Headers
  /** Where the browser is now, or would go next outside this server. */
  readonly url: URL
  readonly html: string
}

/** `origin` is where the server is for the browser. */
export function browserSession(app: App, origin = 'https://localhost:8443') {
  let jar: readonly Cookie[] = []

  async function go(url: URL, init: RequestInit = {}, follow = true): Promise<Arrival> {
    const cookie = jar
      .filter(({ path }) => path === '/' || `${url.pathname}/`.startsWith(`${path}/`))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ')
    const response = await app.request(url.href, {
      ...init,
      headers: { ...(cookie !== '' && { cookie }), ...init.headers },
    })
    for (const line of response.headers.getSetCookie()) keep(line, url)
    const location = response.headers.get('location')
    if (location === null) {
      return {
        status: response.status,
        headers: response.headers,
        url,
        html: await response.text(),
      }
    }
    const next = new URL(location, url)
    if (next.origin !== origin || !follow)
      return { status: response.status, headers: response.headers, url: next, html: '' }
    return go(next)
  }

  function keep(line: string, url: URL): void {
    const [pair = '', ...attributes] = line.split(/; */)
    const name = pair.slice(0, pair.indexOf('='))
    const value = pair.slice(pair.indexOf('=') + 1)
    const path = attributes.find((each) => /^path=/i.test(each))?.slice(5) ?? url.pathname
    jar = jar.filter((each) => each.name !== name || each.path !== path)
    if (value !== '') jar = [...jar, { name, value, path }]
  }

  return {
    open: (address: string) => go(new URL(address, origin)),
    /** Sends a form to `action`, a path or one of the page's own. */
    send: (action: string, fields: Record<string, string> = {}, headers = {}) =>
      go(new URL(action, origin), {
        method: 'POST',
        headers: { origin, ...headers },
        body: new URLSearchParams(fields),
      }),
    /** Opens a page, or sends a form; where that leads, without going there. */
    step: async (address: string, fields?: Record<string, string>) => {
      const body = fields && new URLSearchParams(fields)
      const init = body && { method: 'POST', headers: { origin }, body }
      return (await go(new URL(address, origin), init, false)).url.href
    },
    cookies: () => jar,
  }
}

export type Browser = ReturnType<typeof browserSession>

/** A request for a code as a program makes it; `verifier` proves later that it was the one. */
export function codeRequest(change: Record<string, string | undefined> = {}) {
  const verifier = randomBytes(32).toString('base64url')
  const fields: Record<string, string | undefined> = {
    response_type: 'code',
    response_mode: 'query',
    scope: 'openid profile offline_access https://graph.microsoft.com/.default',
    state: 'the state',
    nonce: 'the nonce',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...change,
  }
  const query = new URLSearchParams(
    Object.entries(fields).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as [string, string]],
    ),
  )
  return { verifier, query }
}

/** What a page's form sends without anybody seeing it. */
export function hiddenFields(html: string): Record<string, string> {
  const fields = html.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)
  return Object.fromEntries([...fields].map(([, name = '', value = '']) => [name, value]))
}
