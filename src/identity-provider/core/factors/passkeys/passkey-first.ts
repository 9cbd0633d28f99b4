/**
 * A passkey instead of name and password: the key itself says whose it is.
 *
 * It is two factors in one, something that the person has and a PIN, finger or face, so it opens the account while
 * strangers hold the lock on its password shut. Its challenge is a sealed word and not a row: a visitor who only opens the
 * page costs nothing.
 */
import type { People, Person } from '../../../../core/directory/user.ts'
import type { TenantId } from '../../../../core/ids.ts'
import type { ProtocolState } from '../../protocol-state.ts'
import type { Seals } from '../../seals.ts'
import { type Passkey, userHandle } from './passkey.ts'
import { namesIn, type PasskeyDeps, rpIdOf, settle, timeoutMs } from './passkey-steps.ts'

export type PasskeyFirstDeps = Omit<PasskeyDeps, 'state'> & {
  readonly state: Pick<ProtocolState, 'putOnce'>
  readonly people: Pick<People, 'find'>
  readonly seals: Seals
}

export type FirstVisit = {
  readonly tenantId: TenantId
  /** Names the sign-in that the challenge belongs to. */
  readonly session: string
}

export type FirstVerdict =
  /** `amr` by RFC 8176. */
  | { readonly kind: 'right'; readonly person: Person; readonly amr: readonly string[] }
  /** `why` is for the log. */
  | { readonly kind: 'wrong'; readonly why: string }
  | { readonly kind: 'blocked' | 'disabled' }

/** Seconds. */
const challengeLifetime = 300

/** The JSON of `PublicKeyCredentialRequestOptions`: no name was typed, so it names nobody's keys. */
export function openRequestOptions(deps: PasskeyFirstDeps, visit: FirstVisit) {
  return {
    challenge: deps.seals.seal(placeOf(visit), null, challengeLifetime),
    rpId: rpIdOf(deps),
    allowCredentials: [],
    userVerification: 'required',
    timeout: timeoutMs,
  }
}

export async function provePasskeyFirst(
  deps: PasskeyFirstDeps,
  visit: FirstVisit,
  answer: unknown,
): Promise<FirstVerdict> {
  const named = namesIn(answer)
  const passkey = await passkeyNamed(deps, visit, named.credentialId)
  if (passkey === undefined) return wrong('no passkey of this tenant')
  const person = await deps.people.find(visit.tenantId, passkey.personId)
  if (person === undefined) return wrong('the person is gone')
  if (named.userHandle !== userHandle(person)) return wrong('the key does not say whose it is')
  if (passkey.blockedAt !== undefined) return { kind: 'blocked' }

  let challenge = ''
  const read = await deps.protocol.assertion(
    answer,
    {
      origin: deps.origin,
      rpId: rpIdOf(deps),
      userVerified: true,
      redeem: async (text) => {
        challenge = text
        return deps.seals.open(placeOf(visit), text) === null
      },
    },
    passkey,
  )
  if (!read.ok) return wrong(read.why)
  if (read.value.backupEligible !== passkey.backupEligible)
    return wrong('whether the key can be copied has changed')
  // Only a right answer is worth a row: of the same one at the same moment one is taken.
  const key = { tenantId: visit.tenantId, kind: 'UsedPasskeyChallenge', id: challenge }
  if (!(await deps.state.putOnce(key, {}, challengeLifetime))) return wrong('used before')
  if (!person.enabled) return { kind: 'disabled' }
  const verdict = await settle(deps, passkey, read.value)
  return verdict.kind === 'right'
    ? { kind: 'right', person, amr: [verdict.method, 'mfa'] }
    : verdict
}

async function passkeyNamed(
  { passkeys }: Pick<PasskeyFirstDeps, 'passkeys'>,
  { tenantId }: FirstVisit,
  credentialId: string | undefined,
): Promise<Passkey | undefined> {
  return credentialId === undefined ? undefined : await passkeys.find(tenantId, credentialId)
}

function wrong(why: string): FirstVerdict {
  return { kind: 'wrong', why }
}

function placeOf({ tenantId, session }: FirstVisit): string {
  return `passkey-challenge:${tenantId}:${session}`
}
