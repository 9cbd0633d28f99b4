/** Checks an answered challenge and marks it as used: it is valid once, on any server. */
import { type Answer, type ChallengeKeys, checkAnswer, proofFailed } from './challenge.ts'
import type { PresentedDevice } from './presented-device.ts'
import { DeploymentRefusal } from './refusal.ts'

/** Marks the challenge as used; `expires` in seconds since 1970, by the database's own clock. */
export type SpendChallenge = (id: Buffer, expires: number) => Promise<'spent' | 'used' | 'expired'>

export type RedeemDeps = {
  readonly keys: () => Promise<ChallengeKeys>
  readonly now: () => Date
  readonly spend: SpendChallenge
}

/** Throws unless this answer proves the device, for the first time. A wrong proof uses nothing up. */
export async function redeem(
  { keys, now, spend }: RedeemDeps,
  device: PresentedDevice,
  answer: Answer,
): Promise<void> {
  checkAnswer(device, answer, { keys: await keys(), now: now() })
  const token = Buffer.from(answer.token)
  const outcome = await spend(token, Number(token.readBigUInt64BE(1)))
  if (outcome === 'used') throw proofFailed()
  if (outcome === 'expired')
    throw new DeploymentRefusal('challenge-expired', 'The challenge has expired.', {
      serverTime: now().toISOString(),
    })
}
