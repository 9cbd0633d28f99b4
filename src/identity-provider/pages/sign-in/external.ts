/**
 * Sign-in with an outside OpenID Connect provider, as one more way to the first step.
 *
 * Issuer, audience, nonce, state and PKCE are checked by `openid-client`; here remain that the answer belongs to
 * this browser's sign-in, the organization, and which person of the tenant it is.
 */
import * as oidc from 'openid-client'
import { isPlatformOperator } from '../../../core/access/built-in-roles.ts'
import type { People, Person } from '../../../core/directory/user.ts'
import type { TenantId } from '../../../core/ids.ts'
import type { Outbound } from '../../../core/outbound.ts'
import { outsideMethod } from '../../core/factors/factor-policy.ts'
import type { IdentityProvider, IdentityProviders } from '../../core/identity-provider.ts'
import type { ProtocolState } from '../../core/protocol-state.ts'
import { Refused } from '../../oidc/faults/fault.ts'
import { signInPath } from '../../oidc/sign-in-path.ts'
import { configurationOf } from './external-configuration.ts'
import { externalCallback } from './paths.ts'
import { lostSignIn, type Visit } from './visit.ts'

export type ExternalDeps = {
  readonly publicUrl: string
  readonly identityProviders: IdentityProviders
  readonly outbound: Outbound
  readonly people: Pick<People, 'findByName'>
  readonly state: ProtocolState
  readonly report: (error: unknown) => void
}

/** What must be remembered until the browser comes back. */
type Journey = {
  readonly uid: string
  readonly providerId: string
  readonly nonce: string
  readonly verifier: string
}

/** Seconds. */
const journeyLifetime = 10 * 60

/** Where the browser must go to sign in outside; a message if the provider does not say. */
export async function beginExternal(
  deps: ExternalDeps,
  { tenant, interaction }: Visit,
  providerId: string,
): Promise<{ readonly goTo: string } | { readonly message: string }> {
  const provider = await deps.identityProviders.find(tenant.id, providerId)
  if (provider === undefined) throw new Refused(lostSignIn)
  const configuration = await unlessItFails(deps, configurationOf(deps.outbound, provider))
  if (configuration === undefined)
    return { message: `${provider.displayName} cannot be reached. Try again later.` }
  const [state, nonce, verifier] = [
    oidc.randomState(),
    oidc.randomNonce(),
    oidc.randomPKCECodeVerifier(),
  ]
  const journey: Journey = { uid: interaction.uid, providerId, nonce, verifier }
  await deps.state.put(keyOf(tenant.id, state), journey, { expiresIn: journeyLifetime })
  const hint = interaction.params['login_hint']
  const goTo = oidc.buildAuthorizationUrl(configuration, {
    redirect_uri: externalCallback(deps.publicUrl, tenant.id),
    scope: 'openid profile email',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
    ...(hint !== undefined && { login_hint: String(hint) }),
  }).href
  return { goTo }
}

/**
 * The external provider knows one address per tenant; the cookie of a sign-in is bound to another. This leads
 * from the one to the other, with everything that came along.
 */
export async function bounceExternal(
  { state }: Pick<ExternalDeps, 'state'>,
  tenantId: TenantId,
  url: URL,
): Promise<string> {
  const found = await state.find(keyOf(tenantId, url.searchParams.get('state') ?? ''))
  if (found === undefined) throw new Refused(lostSignIn)
  const { uid } = found.payload as Journey
  return `${signInPath(tenantId, uid)}/external${url.search}`
}

export type ExternalVerdict =
  | { readonly person: Person; readonly amr: readonly string[] }
  | { readonly message: string }

export async function finishExternal(
  deps: ExternalDeps,
  { tenant, interaction }: Visit,
  url: URL,
): Promise<ExternalVerdict> {
  const state = url.searchParams.get('state') ?? ''
  const key = keyOf(tenant.id, state)
  const found = await deps.state.find(key)
  const journey = found?.payload as Journey | undefined
  if (journey?.uid !== interaction.uid || !(await deps.state.consume(key)))
    throw new Refused(lostSignIn)
  const provider = await deps.identityProviders.find(tenant.id, journey.providerId)
  if (provider === undefined) throw new Refused(lostSignIn)

  const callback = new URL(externalCallback(deps.publicUrl, tenant.id))
  callback.search = url.search
  const claims = await unlessItFails(
    deps,
    configurationOf(deps.outbound, provider).then((configuration) =>
      claimsOf(provider, configuration, { callback, ...journey, state }),
    ),
  )
  if (claims === undefined)
    return { message: `${provider.displayName} did not sign you in. Try again.` }
  const person = await linkedPerson(deps, provider, claims)
  if (person !== undefined) return { person, amr: externalMethods(claims) }
  return { message: `Your account at ${provider.displayName} is not known here. (AADSTS50020)` }
}

/** Undefined: it failed, which is reported; what is said to people names no address. */
async function unlessItFails<Result>(
  { report }: Pick<ExternalDeps, 'report'>,
  work: Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await work
  } catch (error) {
    report(error)
    return undefined
  }
}

type Return = Journey & { readonly callback: URL; readonly state: string }

async function claimsOf(
  { issuer, requiredTid }: IdentityProvider,
  configuration: oidc.Configuration,
  { callback, state, nonce, verifier }: Return,
): Promise<oidc.IDToken | undefined> {
  const answer = await oidc.authorizationCodeGrant(configuration, callback, {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: verifier,
    idTokenExpected: true,
  })
  const claims = answer.claims()
  if (requiredTid !== undefined && claims?.['tid'] !== requiredTid) {
    throw new Error(`an ID token of ${issuer} is for another organization`)
  }
  return claims
}

/**
 * An address that the provider itself calls unverified could be anybody's. Providers are a tenant's to name, so they
 * vouch for nobody who runs the installation.
 */
async function linkedPerson(
  { people }: Pick<ExternalDeps, 'people'>,
  { tenantId, linkClaim }: IdentityProvider,
  claims: oidc.IDToken,
): Promise<Person | undefined> {
  const name = claims[linkClaim]
  if (typeof name !== 'string' || name === '') return undefined
  if (linkClaim === 'email' && claims['email_verified'] !== true) return undefined
  const found = await people.findByName(tenantId, name)
  if (found?.enabled !== true || isPlatformOperator(found)) return undefined
  const { passwordHash: _, ...person } = found
  return person
}

/** That it was outside, and what the provider says of how. */
function externalMethods({ amr }: oidc.IDToken): readonly string[] {
  const methods = Array.isArray(amr) ? amr.filter((each) => typeof each === 'string') : []
  return [outsideMethod, ...(methods.includes('mfa') ? ['mfa'] : [])]
}

function keyOf(tenantId: TenantId, state: string) {
  return { tenantId, kind: 'ExternalSignIn', id: state }
}
