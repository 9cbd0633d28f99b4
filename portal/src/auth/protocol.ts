/** OAuth as the portal speaks it: code with PKCE, tokens that rotate, and an issuer that is this very origin. */
import * as oauth from 'oauth4webapi'
import { graphOrigin } from 'taxiway-autopilot'

/** The portal's own identity, the same in every installation. */
export const client: oauth.Client = { client_id: 'c1f4a7b2-8e1d-4a53-b6c0-92d7e35f8a10' }
const scope = `openid profile offline_access ${graphOrigin}/.default`

/** Who signed in: `id` is this person's and nobody else's. */
export type Person = { readonly id: string; readonly name: string }

export type Session = {
  readonly tenant: string
  readonly person: Person
  readonly accessToken: string
  /** Milliseconds of this browser's clock. */
  readonly expiresAt: number
  readonly refreshToken: string | undefined
}

/** The sign-in ended in order, and a person must act: `code` is OAuth's. */
export class SignInError extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.name = 'SignInError'
    this.code = code
  }
}

export type Request = {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
  readonly url: URL
}

export type SignInRequest = {
  readonly tenant: string
  readonly prefix?: string
  readonly prompt?: 'none' | 'login'
  readonly loginHint?: string
}

const known = new Map<string, Promise<oauth.AuthorizationServer>>()

/** The endpoints of a tenant's authority; `tenant` is a domain or a GUID. Throws SignInError('unknown_tenant'). */
export function authorityOf(tenant: string): Promise<oauth.AuthorizationServer> {
  const found = known.get(tenant) ?? discover(tenant)
  known.set(tenant, found)
  found.catch(() => known.delete(tenant))
  return found
}

export async function discover(tenant: string): Promise<oauth.AuthorizationServer> {
  const path = `/${encodeURIComponent(tenant)}/v2.0/.well-known/openid-configuration`
  const response = await fetch(path, { headers: { accept: 'application/json' } })
  if (isPassing(response.status)) throw new Error(`discovery: ${response.status}`)
  if (!response.ok) throw new SignInError('unknown_tenant', tenant)
  const found = (await response.json()) as oauth.AuthorizationServer
  // A domain leads to an issuer with the tenant's GUID, so the issuer is held against the origin, not the path.
  for (const each of [found.issuer, found.authorization_endpoint, found.token_endpoint]) {
    if (each === undefined || new URL(each).origin !== location.origin)
      throw new SignInError('foreign_issuer', String(each))
  }
  return found
}

/** The server is being started, or wants to be left alone for a while: nothing is said of the session. */
function isPassing(status: number): boolean {
  return status === 429 || status >= 500
}

export function redirectUri(): string {
  return `${location.origin}/`
}

export async function requestFor({
  tenant,
  prefix = '',
  prompt,
  loginHint,
}: SignInRequest): Promise<Request> {
  const { authorization_endpoint = '' } = await authorityOf(tenant)
  const [state, nonce, verifier] = [
    prefix + oauth.generateRandomState(),
    oauth.generateRandomNonce(),
    oauth.generateRandomCodeVerifier(),
  ]
  const url = new URL(authorization_endpoint)
  const parameters = {
    client_id: client.client_id,
    redirect_uri: redirectUri(),
    response_type: 'code',
    scope,
    state,
    nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...(prompt !== undefined && { prompt }),
    ...(loginHint !== undefined && { login_hint: loginHint }),
  }
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  return { state, nonce, verifier, url }
}

/** Turns the answer in the address into tokens. Throws SignInError for an answer that is a refusal. */
export async function redeem(
  answer: URLSearchParams,
  flow: {
    readonly tenant: string
    readonly state: string
    readonly nonce: string
    readonly verifier: string
  },
): Promise<Session> {
  const refusal = answer.get('error')
  if (refusal !== null) throw new SignInError(refusal, answer.get('error_description') ?? refusal)
  const authority = await authorityOf(flow.tenant)
  const checked = oauth.validateAuthResponse(authority, client, answer, flow.state)
  const response = await oauth.authorizationCodeGrantRequest(
    authority,
    client,
    oauth.None(),
    checked,
    redirectUri(),
    flow.verifier,
  )
  const tokens = await oauth.processAuthorizationCodeResponse(authority, client, response, {
    expectedNonce: flow.nonce,
    requireIdToken: true,
  })
  const claims: Partial<oauth.IDToken> = oauth.getValidatedIdTokenClaims(tokens) ?? {}
  const person = { id: claims.sub ?? '', name: String(claims['preferred_username'] ?? '') }
  return sessionOf({ tenant: flow.tenant, person }, tokens)
}

/** Throws SignInError where the session is over, and anything else where that is not known yet. */
export async function renew(session: Session): Promise<Session> {
  if (session.refreshToken === undefined) throw new SignInError('invalid_grant', 'no refresh token')
  const authority = await authorityOf(session.tenant)
  const response = await oauth.refreshTokenGrantRequest(
    authority,
    client,
    oauth.None(),
    session.refreshToken,
  )
  try {
    const tokens = await oauth.processRefreshTokenResponse(authority, client, response)
    return sessionOf(session, tokens)
  } catch (error) {
    if (error instanceof oauth.ResponseBodyError && !isPassing(error.status))
      throw new SignInError(error.error, error.message)
    throw error
  }
}

function sessionOf(
  { tenant, person }: Pick<Session, 'tenant' | 'person'>,
  tokens: oauth.TokenEndpointResponse,
): Session {
  return {
    tenant,
    person,
    accessToken: tokens.access_token,
    expiresAt: Date.now() + (tokens.expires_in ?? 3_599) * 1000,
    refreshToken: tokens.refresh_token,
  }
}
