/** Adding a passkey and proving one: what the browser is asked, and what its answer is worth. */

import type { Person } from '../../../../core/directory/user.ts'
import type { ProtocolState } from '../../protocol-state.ts'
import type { CodeLocks } from '../codes/code-lock.ts'
import type { NotifyFactorEvent } from '../factor-events.ts'
import {
  type Assertion,
  type Expected,
  methodOf,
  type Passkey,
  type PasskeyProtocol,
  type Passkeys,
  userHandle,
} from './passkey.ts'
import { type ChallengePlace, issueChallenge, redeemChallenge } from './passkey-challenge.ts'

export type PasskeyDeps = {
  readonly passkeys: Passkeys
  readonly protocol: PasskeyProtocol
  readonly state: ProtocolState
  readonly locks: Pick<CodeLocks, 'clear'>
  readonly notify: NotifyFactorEvent
  /** The one origin whose pages may use passkeys, such as `https://localhost:8443`. */
  readonly origin: string
}

export type PasskeyVisit = {
  readonly person: Pick<Person, 'tenantId' | 'id' | 'userPrincipalName' | 'displayName'>
  /** Names the sign-in or session that a challenge belongs to. */
  readonly session: string
  readonly userVerified: boolean
}

/** ES256, EdDSA, RS256 by their COSE numbers, the preferred first. */
export const passkeyAlgorithms = [-7, -8, -257] as const

/** Milliseconds that the browser waits for the person. */
export const timeoutMs = 300_000

/** The JSON of `PublicKeyCredentialCreationOptions` (WebAuthn Level 3 section 5.4). */
export async function creationOptions(deps: PasskeyDeps, visit: PasskeyVisit) {
  const { person } = visit
  const known = await deps.passkeys.list(person.tenantId, person.id)
  return {
    challenge: await issueChallenge(deps.state, placeOf(visit, 'add-passkey')),
    rp: { id: rpIdOf(deps), name: 'Taxiway' },
    user: {
      id: userHandle(person),
      name: person.userPrincipalName,
      displayName: person.displayName,
    },
    pubKeyCredParams: passkeyAlgorithms.map((alg) => ({ type: 'public-key', alg })),
    excludeCredentials: known.map(describe),
    authenticatorSelection: {
      // A key that remembers whose it is opens the account without name and password.
      residentKey: 'preferred',
      userVerification: visit.userVerified ? 'required' : 'preferred',
    },
    attestation: 'none',
    timeout: timeoutMs,
  }
}

/** The JSON of `PublicKeyCredentialRequestOptions` (section 5.5). */
export async function requestOptions(deps: PasskeyDeps, visit: PasskeyVisit) {
  const known = await deps.passkeys.list(visit.person.tenantId, visit.person.id)
  return {
    challenge: await issueChallenge(deps.state, placeOf(visit, 'prove-passkey')),
    rpId: rpIdOf(deps),
    allowCredentials: known.filter(({ blockedAt }) => blockedAt === undefined).map(describe),
    userVerification: visit.userVerified ? 'required' : 'preferred',
    timeout: timeoutMs,
  }
}

export type PasskeyVerdict =
  /** `method` by its RFC 8176 name. */
  | { readonly kind: 'right'; readonly method: 'hwk' | 'swk' }
  /** `why` is for the log: the person learns only that it did not work. */
  | { readonly kind: 'wrong'; readonly why: string }
  | { readonly kind: 'blocked' }

/** An absent or empty name becomes `Passkey`. */
export async function addPasskey(
  deps: PasskeyDeps,
  visit: PasskeyVisit,
  sent: { readonly answer: unknown; readonly displayName?: string; readonly now: Date },
): Promise<PasskeyVerdict> {
  const read = await deps.protocol.registration(sent.answer, expected(deps, visit, 'add-passkey'))
  if (!read.ok) return { kind: 'wrong', why: read.why }
  const { tenantId, id: personId } = visit.person
  const passkey = {
    ...read.value,
    tenantId,
    personId,
    displayName: sent.displayName?.trim().slice(0, 64) || 'Passkey',
    createdAt: sent.now,
  }
  if (!(await deps.passkeys.add(passkey)))
    return { kind: 'wrong', why: 'the credential is registered already' }
  await deps.notify({ tenantId, personId, name: 'passkey-added' })
  return { kind: 'right', method: methodOf(passkey) }
}

export async function provePasskey(
  deps: PasskeyDeps,
  visit: PasskeyVisit,
  answer: unknown,
): Promise<PasskeyVerdict> {
  const { person } = visit
  const named = namesIn(answer)
  const known = await deps.passkeys.list(person.tenantId, person.id)
  const passkey = known.find(({ credentialId }) => credentialId === named.credentialId)
  if (passkey === undefined) return { kind: 'wrong', why: 'not a passkey of this person' }
  if (passkey.blockedAt !== undefined) return { kind: 'blocked' }
  if (named.userHandle !== undefined && named.userHandle !== userHandle(person))
    return { kind: 'wrong', why: 'the passkey is filed under another person' }

  const read = await deps.protocol.assertion(
    answer,
    expected(deps, visit, 'prove-passkey'),
    passkey,
  )
  if (!read.ok) return { kind: 'wrong', why: read.why }
  if (read.value.backupEligible !== passkey.backupEligible)
    return { kind: 'wrong', why: 'whether the key can be copied has changed' }
  return await settle(deps, passkey, read.value)
}

/** A counter that stands still or goes back means two copies: allowed only to keys that are made to be copied. */
export async function settle(
  { passkeys, locks, notify }: Pick<PasskeyDeps, 'passkeys' | 'locks' | 'notify'>,
  passkey: Passkey,
  use: Assertion,
): Promise<PasskeyVerdict> {
  const { tenantId, personId } = passkey
  if (!(await passkeys.use(passkey, use))) {
    await notify({ tenantId, personId, name: 'passkey-counter-went-back' })
    if (!passkey.backupEligible) {
      await passkeys.block(passkey)
      return { kind: 'blocked' }
    }
  }
  await locks.clear(tenantId, personId)
  return { kind: 'right', method: methodOf(passkey) }
}

function expected(
  deps: PasskeyDeps,
  visit: PasskeyVisit,
  purpose: ChallengePlace['purpose'],
): Expected {
  return {
    origin: deps.origin,
    rpId: rpIdOf(deps),
    userVerified: visit.userVerified,
    redeem: (challenge) => redeemChallenge(deps.state, placeOf(visit, purpose), challenge),
  }
}

function placeOf({ person, session }: PasskeyVisit, purpose: ChallengePlace['purpose']) {
  return { tenantId: person.tenantId, personId: person.id, session, purpose }
}

export function rpIdOf({ origin }: Pick<PasskeyDeps, 'origin'>): string {
  return new URL(origin).hostname
}

function describe({ credentialId, transports }: Passkey) {
  return { type: 'public-key', id: credentialId, transports }
}

/** What an answer says about itself, before anything of it is believed. */
export function namesIn(answer: unknown): { credentialId?: string; userHandle?: string } {
  const { id, response } = objectOr(answer)
  const { userHandle: handle } = objectOr(response)
  return {
    ...(typeof id === 'string' && { credentialId: id }),
    ...(typeof handle === 'string' && handle !== '' && { userHandle: handle }),
  }
}

function objectOr(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
