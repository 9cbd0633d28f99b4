/**
 * The page that Windows shows when somebody enrolls a device (Federated, MS-MDE2 3.2): it leads through the ordinary
 * sign-in of this server, and gives Windows a one-time token in a form.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Context } from 'hono'
import { type SignedInDeps, tokenForPerson } from '../../../core/enrollment/signed-in.ts'
import { type OpenRoute, open } from '../../http/open-route.ts'
import type { RequestEnv } from '../../http/request-context.ts'
import { handOverPage, refusalPage } from './pages.ts'

export type SignInDeps = SignedInDeps & {
  /** Where people sign in. */
  readonly publicUrl: string
  readonly clientId: string
  /** As clients ask for it. */
  readonly scope: string
  readonly callback: string
  /** Asks the token endpoint of the authority for all organizations. */
  readonly redeem: (form: URLSearchParams) => Promise<Response>
}

/** What is remembered in the browser between the two requests. */
type Pending = { readonly state: string; readonly verifier: string; readonly returnTo: string }

const cookieName = 'taxiway_enrollment'
const paths = {
  start: ['/EnrollmentServer/SignIn', '/enrollmentserver/signin'],
  end: ['/EnrollmentServer/SignedIn', '/enrollmentserver/signedin'],
}
/** Only Windows itself takes the token: its browser listens for addresses of this scheme. [documented] */
const windowsApp = /^ms-app:\/\/[a-z0-9._/-]{1,200}$/i
const minutes = 10

export function signInRoutes(deps: SignInDeps): readonly OpenRoute<RequestEnv>[] {
  return [
    open({
      method: 'GET',
      path: paths.start,
      reason: 'it leads to the sign-in of people',
      says: 'text/html',
      handle: (c) => start(c, deps),
    }),
    open({
      method: 'GET',
      path: paths.end,
      reason: 'the code in the address says who has signed in, and the cookie in which browser',
      says: 'text/html',
      handle: (c) => end(c, deps),
    }),
  ]
}

function start(c: Context<RequestEnv>, deps: SignInDeps): Response {
  const returnTo = c.req.query('appru') ?? ''
  if (!windowsApp.test(returnTo))
    return refusalPage('This page is opened by Windows, under Settings, Access work or school.')
  const pending = { state: random(), verifier: random(), returnTo }
  const hint = c.req.query('login_hint') ?? ''
  const query = new URLSearchParams({
    client_id: deps.clientId,
    response_type: 'code',
    redirect_uri: deps.callback,
    scope: deps.scope,
    state: pending.state,
    code_challenge: createHash('sha256').update(pending.verifier).digest('base64url'),
    code_challenge_method: 'S256',
    // The person at the device signs in, even where somebody else has.
    prompt: 'login',
    ...(hint !== '' && { login_hint: hint }),
  })
  const location = `${deps.publicUrl}/organizations/oauth2/v2.0/authorize?${query}`
  return new Response(null, {
    status: 303,
    headers: { location, 'set-cookie': cookie(JSON.stringify(pending), minutes * 60) },
  })
}

async function end(c: Context<RequestEnv>, deps: SignInDeps): Promise<Response> {
  const pending = pendingIn(c.req.header('cookie'))
  if (pending === undefined || !same(pending.state, c.req.query('state') ?? ''))
    return refusalPage('The sign-in began elsewhere, or long ago. Begin again in Windows.')
  const code = c.req.query('code')
  if (code === undefined) return refusalPage('Nobody has signed in. Begin again in Windows.')
  const answer = await deps.redeem(
    new URLSearchParams({
      client_id: deps.clientId,
      grant_type: 'authorization_code',
      code,
      redirect_uri: deps.callback,
      code_verifier: pending.verifier,
      scope: deps.scope,
    }),
  )
  if (!answer.ok) return refusalPage('The sign-in is no longer valid. Start again in Windows.')
  const { access_token: accessToken } = (await answer.json()) as { access_token: string }
  const { token } = await tokenForPerson(deps, accessToken)
  const page = handOverPage(pending.returnTo, token)
  page.headers.append('set-cookie', cookie('', 0))
  return page
}

/** Undefined: none, or not ours. */
function pendingIn(header: string | undefined): Pending | undefined {
  const found = new RegExp(`(?:^|; *)${cookieName}=([A-Za-z0-9_-]{1,2000})`).exec(header ?? '')
  try {
    const said = JSON.parse(Buffer.from(found?.[1] ?? '', 'base64url').toString()) as Pending
    const { state, verifier, returnTo } = said
    if (![state, verifier, returnTo].every((each) => typeof each === 'string')) return undefined
    return windowsApp.test(returnTo) ? { state, verifier, returnTo } : undefined
  } catch {
    return undefined
  }
}

function cookie(value: string, seconds: number): string {
  const text = Buffer.from(value).toString('base64url')
  return `${cookieName}=${text}; Path=/; Max-Age=${seconds}; HttpOnly; Secure; SameSite=Lax`
}

function random(): string {
  return randomBytes(32).toString('base64url')
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
