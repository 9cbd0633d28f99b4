/**
 * Challenges: random, valid once, for five minutes, and only in the sign-in and for the purpose they were made for.
 *
 * The place is part of the key under which a challenge is stored, so one of another sign-in is simply not found.
 */
import { randomBytes } from 'node:crypto'
import type { TenantId } from '../../../../core/ids.ts'
import type { ProtocolState } from '../../protocol-state.ts'

export type ChallengePlace = {
  readonly tenantId: TenantId
  readonly purpose: 'add-passkey' | 'prove-passkey'
  /** Identifies the sign-in or the access token's session. */
  readonly session: string
  readonly personId: string
}

/** Seconds. */
const lifetime = 300

type State = Pick<ProtocolState, 'put' | 'find' | 'consume'>

/** Base64url of 256 random bits. */
export async function issueChallenge(state: State, place: ChallengePlace): Promise<string> {
  const challenge = randomBytes(32).toString('base64url')
  await state.put(keyOf(place, challenge), {}, { expiresIn: lifetime })
  return challenge
}

/** One of racing callers gets true. */
export async function redeemChallenge(
  state: State,
  place: ChallengePlace,
  challenge: string,
): Promise<boolean> {
  const key = keyOf(place, challenge)
  const isAlive = (await state.find(key)) !== undefined
  return isAlive && (await state.consume(key))
}

function keyOf({ tenantId, purpose, session, personId }: ChallengePlace, challenge: string) {
  const id = JSON.stringify([purpose, session, personId, challenge])
  return { tenantId, kind: 'PasskeyChallenge', id }
}
