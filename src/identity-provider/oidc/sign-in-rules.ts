/**
 * When a person must be asked something: the rules that the provider applies between a request and its code.
 *
 * A session is only a remembered proof. Whether it still suffices, because the person may still sign in and has
 * proved every factor required today, is checked for each request.
 */
import {
  type Account,
  type Client,
  interactionPolicy,
  type KoaContextWithOIDC,
} from 'oidc-provider'
import type { People, Person } from '../../core/directory/user.ts'
import type { TenantId } from '../../core/ids.ts'
import type { Consents } from '../core/consent.ts'
import { endedBefore } from '../core/ended-before.ts'
import type { Factors } from '../core/factors/factors.ts'
import type { SignIns } from '../core/sign-ins.ts'
import { addressHeader } from './ask-provider.ts'
import { offlineParameter } from './authorize-request.ts'
import { applicationOf } from './client-adapter.ts'
import { openIdScopes } from './scopes.ts'
import { idTokenClaims } from './token-claims.ts'

const { Check, Prompt, base } = interactionPolicy

/** The provider's own rules, and ours. */
export function signInPolicy(factors: Factors) {
  const policy = base()
  const login = policy.get('login')
  const consent = policy.get('consent')
  if (login === undefined || consent === undefined) throw new Error('the provider lacks a prompt')

  login.checks.add(
    new Check('sign_in_ended', 'the person may not sign in any more', ({ oidc }) =>
      verdict(oidc.session?.accountId !== undefined && !hasPerson(oidc)),
    ),
  )
  login.checks.add(
    new Check('factors_missing', 'another factor is needed', async ({ oidc }) => {
      const person = personOf(oidc)
      if (person === undefined || oidc.session?.accountId === undefined) return verdict(false)
      const needed = await factors.required({ person, amr: oidc.session.amr ?? [] })
      return verdict(needed.length > 0)
    }),
  )
  // Another application could use the browser's session (RFC 8252 section 8.6); someone who has just typed a
  // password knows what for.
  consent.checks.remove('native_client_prompt')
  consent.checks.add(
    new Check('confirm_program', 'the person must confirm the program', ({ oidc }) => {
      const isNative = oidc.client?.applicationType === 'native'
      const knows = oidc.result?.login !== undefined || oidc.result?.consent !== undefined
      return verdict(isNative && !knows)
    }),
  )
  policy.add(new Prompt({ name: 'select_account', requestable: true }), 1)
  return policy
}

type Asked = KoaContextWithOIDC['oidc']

function verdict(mustAsk: boolean): boolean {
  return mustAsk ? Check.REQUEST_PROMPT : Check.NO_NEED_TO_PROMPT
}

function hasPerson(oidc: Asked): boolean {
  const person = personOf(oidc)
  return person !== undefined && !endedBefore(person, oidc.session?.loginTs)
}

type PersonAccount = Account & {
  readonly person: Person
  /** What the person consents to for this application, for themselves. */
  readonly ownConsents: readonly string[]
}

/** What the application may do for this person: consent for the whole tenant, and the person's own. */
export function consentedScopes(oidc: Asked): readonly string[] {
  const { client, entities } = oidc
  const forAll = client === undefined ? [] : applicationOf(client).signIn.consentedScopes
  return [...forAll, ...((entities.Account as PersonAccount | undefined)?.ownConsents ?? [])]
}

function personOf({ entities }: Asked): Person | undefined {
  return (entities.Account as PersonAccount | undefined)?.person
}

type AccountQuestion = {
  readonly tenantId: TenantId
  readonly id: string
  /** What acts on the person's behalf, such as a refresh token; absent = the browser's session. */
  readonly token: { readonly authTime?: number | undefined } | undefined
  /** The requesting application. */
  readonly client: Client | undefined
}

export type AccountDeps = {
  readonly people: Pick<People, 'find'>
  readonly consents: Pick<Consents, 'of'>
}

/** Undefined: the person no longer exists or may not sign in, or the sign-in behind `token` was revoked. */
export async function findAccount(
  { people, consents }: AccountDeps,
  { tenantId, id, token, client }: AccountQuestion,
): Promise<PersonAccount | undefined> {
  const person = await people.find(tenantId, id)
  if (person?.enabled !== true) return undefined
  if (token !== undefined && endedBefore(person, token.authTime)) return undefined
  const ownConsents =
    client === undefined ? [] : await consents.of(person, applicationOf(client).id)
  return { accountId: person.id, person, ownConsents, claims: async () => idTokenClaims(person) }
}

/** Sign-ins to a person's own applications outlive the browser's session; all others end with it. */
export function keepsGrants(client: Client | undefined): boolean {
  return client?.applicationType === 'native'
}

/** The grant of a sign-in, which its person can see from now on. */
export function loadGrantNoting(signIns: Pick<SignIns, 'note'>) {
  return async (ctx: KoaContextWithOIDC) => {
    const grant = await loadGrant(ctx)
    const { session, client } = ctx.oidc
    const application = client && applicationOf(client)
    if (grant?.accountId === undefined || session === undefined || application === undefined)
      return grant
    // Without any consent there is no sign-in yet.
    const allowed = consentedScopes(ctx.oidc)
    if (resourceScopes(ctx).some((scope) => !allowed.includes(scope))) return grant
    await signIns.note({
      tenantId: application.tenantId,
      personId: grant.accountId,
      applicationId: application.id,
      grantId: grant.jti,
      sessionUid: session.uid,
      address: ctx.get(addressHeader),
      userAgent: ctx.get('user-agent'),
    })
    return grant
  }
}

function resourceScopes({ oidc }: KoaContextWithOIDC): readonly string[] {
  const asked = String(oidc.params?.['scope'] ?? '').split(' ')
  return asked.filter((scope) => scope !== '' && !openIdScopes.includes(scope))
}

/**
 * The grant of this sign-in: the requested scopes that an administrator or the person has consented to. The rest is
 * missing and leads to the consent page.
 */
async function loadGrant(ctx: KoaContextWithOIDC) {
  const { oidc } = ctx
  const { client, session, account, provider } = oidc
  if (client === undefined || account === undefined) return undefined
  if (oidc.params?.[offlineParameter] !== undefined) askForOffline(oidc)
  const known = session?.grantIdFor(client.clientId)
  const grant =
    (known === undefined ? undefined : await provider.Grant.find(known)) ??
    new provider.Grant({ accountId: account.accountId, clientId: client.clientId })
  if (grant.accountId !== account.accountId) return undefined

  const asked = String(oidc.params?.['scope'] ?? '').split(' ')
  const consented = consentedScopes(oidc)
  grant.addOIDCScope(asked.filter((scope) => openIdScopes.includes(scope)).join(' '))
  for (const resource of Object.keys(oidc.resourceServers ?? {})) {
    const allowed = asked.filter((scope) => consented.includes(scope))
    if (allowed.length > 0) grant.addResourceScope(resource, allowed.join(' '))
  }
  await grant.save()
  return grant
}

function askForOffline({ params }: Asked): void {
  const scopes = new Set(String(params?.['scope'] ?? '').split(' '))
  if (params !== undefined) params['scope'] = [...scopes.add('offline_access')].join(' ')
}
