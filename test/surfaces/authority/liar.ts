/** An outside OpenID Connect provider that signs anything it is asked to. */
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { startHttps } from './https-authority.ts'

export type Liar = Awaited<ReturnType<typeof startLiar>>

export async function startLiar() {
  const [server, keys] = await Promise.all([startHttps(), generateKeyPair('RS256')])
  const { origin } = server
  let claims: Record<string, unknown> = {}
  let nonce: string | null = null

  async function token(): Promise<Response> {
    const now = Math.floor(Date.now() / 1000)
    const usual = { iss: origin, aud: 'taxiway', sub: 'someone', iat: now, exp: now + 300, nonce }
    const said = { ...usual, preferred_username: 'ben@contoso.test', ...claims }
    const unsigned = new SignJWT(JSON.parse(JSON.stringify(said)))
    const id_token = await unsigned
      .setProtectedHeader({ alg: 'RS256', kid: '1' })
      .sign(keys.privateKey)
    return Response.json({ access_token: 'x', token_type: 'Bearer', id_token })
  }

  server.serve(async (request) => {
    const { pathname } = new URL(request.url)
    if (pathname === '/token') return await token()
    if (pathname === '/jwks') {
      const key = { ...(await exportJWK(keys.publicKey)), kid: '1', alg: 'RS256' }
      return Response.json({ keys: [key] })
    }
    return Response.json({
      issuer: origin,
      authorization_endpoint: `${origin}/authorize`,
      token_endpoint: `${origin}/token`,
      jwks_uri: `${origin}/jwks`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
    })
  })

  return {
    origin,
    /** What the next ID tokens say; undefined removes a claim. */
    say(change: Record<string, unknown>) {
      claims = change
    },
    /** The address that a browser comes back to from a sign-in that it began with `url`. */
    back(url: URL, change: Record<string, string> = {}): string {
      const asked = url.searchParams
      nonce = asked.get('nonce')
      const state = asked.get('state') ?? ''
      return `${asked.get('redirect_uri')}?${new URLSearchParams({ code: 'code', state, ...change })}`
    },
    close: () => server.close(),
  }
}
