/**
 * The visitor of the account pages: the person of the browser's session, if that would still suffice for a sign-in.
 *
 * A form must come from a page of this origin and carry a token that only pages of this session know.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import type Provider from 'oidc-provider'
import type { Person } from '../../../core/directory/user.ts'
import type { Tenant } from '../../../core/tenants/tenant.ts'
import { addressOf } from '../../../surfaces/http/connection.ts'
import { originOf, type PublicOrigin } from '../../../surfaces/http/public-origin.ts'
import { endedBefore } from '../../core/ended-before.ts'
import { freshFor } from '../../core/factors/fresh-factor.ts'
import { accountCallback, accountPagesId } from '../../core/first-party.ts'
import { sessionCookie } from '../../oidc/cookies.ts'
import { Refused } from '../../oidc/faults/fault.ts'
import { malformedRequest } from '../../oidc/faults/request-faults.ts'
import type { ProviderDeps } from '../../oidc/tenant-provider.ts'

type Session = InstanceType<Provider['Session']>

export type Visitor = {
  readonly tenant: Tenant
  readonly person: Person
  readonly session: Session
  /** Below which the pages lie. */
  readonly path: string
  readonly address: string
  /** The hidden field of every form. */
  readonly word: string
  /** Whether the sign-in is recent enough for revoking sign-ins. */
  readonly isFresh: boolean
}

export type VisitorDeps = ProviderDeps & { readonly origin: PublicOrigin }

type Place = { readonly tenant: Tenant; readonly provider: Provider }

/** Undefined: the person must sign in first. */
export async function visitorOf(
  c: Context,
  { tenant, provider }: Place,
  deps: VisitorDeps,
): Promise<Visitor | undefined> {
  const id = getCookie(c, sessionCookie(tenant.id))
  const session = id === undefined ? undefined : await provider.Session.find(id)
  if (id === undefined || session?.accountId === undefined) return undefined
  const person = await deps.people.find(tenant.id, session.accountId)
  if (person?.enabled !== true || endedBefore(person, session.loginTs)) return undefined
  const needed = await deps.factors.required({ person, amr: session.amr ?? [] })
  if (needed.length > 0) return undefined
  return {
    tenant,
    person,
    session,
    path: accountPath(tenant),
    address: addressOf(c.req.raw),
    word: wordOf(id),
    isFresh: !session.past(freshFor),
  }
}

export function accountPath({ id }: Pick<Tenant, 'id'>): string {
  return `/${id}/account`
}

/** Throws Refused for a form that no page of this session has sent. */
export function requireOwnForm(
  c: Context,
  form: URLSearchParams,
  { word, origin }: Pick<Visitor, 'word'> & { readonly origin: PublicOrigin },
): void {
  const isHere = c.req.header('origin') === originOf(c.req.raw, origin)
  if (!isHere || !sameWord(form.get('word') ?? '', word)) throw new Refused(strangeForm)
}

const strangeForm = {
  ...malformedRequest,
  aadsts: 165000,
  text: 'This form is from another browser or has expired. Open the page of your account again.',
}

/** The sign-in did not take effect: a browser without cookies would be redirected in circles. */
export const noSession = {
  ...malformedRequest,
  aadsts: 165000,
  text: 'The sign-in could not be kept. Allow cookies for this address and try again.',
}

/** Known to anyone with the session's cookie, without being the cookie's value. */
function wordOf(sessionId: string): string {
  return createHash('sha256').update('account form').update(sessionId).digest('base64url')
}

function sameWord(given: string, word: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(word)]
  return one.length === other.length && timingSafeEqual(one, other)
}

/**
 * Where the browser signs in before returning to `page`. The authorization code is not redeemed, and nobody could
 * redeem it: its challenge has no verifier. What counts is the session that the sign-in leaves.
 */
export function signInFor(publicUrl: string, { id }: Pick<Tenant, 'id'>, page: string): string {
  const url = new URL(`/${id}/oauth2/v2.0/authorize`, publicUrl)
  url.search = new URLSearchParams({
    client_id: accountPagesId,
    response_type: 'code',
    redirect_uri: accountCallback(publicUrl, id),
    scope: 'openid',
    code_challenge: randomBytes(32).toString('base64url'),
    code_challenge_method: 'S256',
    max_age: String(freshFor),
    state: page,
  }).toString()
  return url.href
}
