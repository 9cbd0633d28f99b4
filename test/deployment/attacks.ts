/**
 * Attackers who want a device's profile without its TPM, in eight ways. Drawn by a seed, so that a run can be repeated.
 */
import { createHash } from 'node:crypto'
import {
  type Answer,
  askForChallenge,
  askForProfile,
  type Challenge,
  memoryProver,
  type Prover,
  pooledKey,
  proofFor,
  redeemChallenge,
  type Service,
} from 'taxiway-device'
import {
  decodeHardwareHash,
  describeHardwareHash,
  encodeHardwareHash,
  type Random,
} from 'taxiway-hardware-hash'

export type Victim = { readonly hardwareHash: string; readonly prover: Prover }

export type Attack = (of: {
  readonly service: Service
  readonly victim: Victim
  readonly other: Victim
  readonly thief: Prover
  readonly random: Random
}) => Promise<Answer | 'unopened'>

/** A thief's TPM: another one for each number. */
export function thiefFrom(number: number): Prover {
  return memoryProver(pooledKey(number))
}

export const attacks: Readonly<Record<string, Attack>> = {
  /** The hash of the victim, the thief's own TPM: the challenge stays shut. */
  clone: async ({ service, victim, thief }) => {
    const challenge = await challenged(service, victim.hardwareHash, {
      ...victim.prover,
      attestationKey: thief.attestationKey,
    })
    return await opened(thief, challenge)
  },

  /** The thief's key written into the victim's hash: the proof is right, but no device has that key. */
  'own key in a copied hash': async ({ service, victim, thief }) => {
    return await askForProfile(service, withKeyOf(thief, victim.hardwareHash), thief)
  },

  /** A right answer that was listened to, sent again. */
  replay: async ({ service, victim }) => {
    const answer = await answered(service, service, victim)
    const first = await redeemChallenge(service, { ...victim, ...answer })
    if (first.result !== 'profile') throw new Error('the victim itself got no profile')
    return await redeemChallenge(service, { ...victim, ...answer })
  },

  'stolen challenge, guessed proof': async ({ service, victim, random }) => {
    const challenge = await challenged(service, victim.hardwareHash, victim.prover)
    return await redeemChallenge(service, { ...victim, challenge, proof: random.bytes(32) })
  },

  /** The life of a challenge prolonged: it is another challenge then. */
  expired: async ({ service, victim, random }) => {
    const { challenge, proof } = await answered(service, service, victim)
    const token = Buffer.from(challenge.token)
    token.writeBigUInt64BE(token.readBigUInt64BE(1) - BigInt(1 + random.below(100)), 1)
    return await redeemChallenge(service, { ...victim, challenge: { token }, proof })
  },

  /** What the device says to another server, passed on to this one. */
  'another origin': async ({ service, victim }) => {
    const elsewhere = { ...service, origin: 'https://taxiway.example' }
    const answer = await answered(service, elsewhere, victim)
    return await redeemChallenge(service, { ...victim, ...answer })
  },

  /** An answer for one device, shown for another. */
  'another device': async ({ service, victim, other }) => {
    const answer = await answered(service, service, other)
    const { hardwareHash } = victim
    return await redeemChallenge(service, { hardwareHash, prover: other.prover, ...answer })
  },

  'another attestation key': async ({ service, victim, thief }) => {
    const answer = await answered(service, service, victim)
    const prover = { ...victim.prover, attestationKey: thief.attestationKey }
    return await redeemChallenge(service, { ...victim, prover, ...answer })
  },
}

/** The hash with another TPM's key in it, and nothing else changed. */
export function withKeyOf({ ekModulus }: Prover, hardwareHash: string): string {
  const decoded = decodeHardwareHash(hardwareHash)
  if (!decoded.ok || ekModulus === null) throw new Error('no hash with a TPM key')
  const id = createHash('sha256').update(Buffer.from(ekModulus, 'hex')).digest('hex')
  const offlineDeviceId = { status: 0, idType: 'TPM_EK', flag: 0, id } as const
  const described = describeHardwareHash(decoded)
  return encodeHardwareHash({ ...described, ekPublicModulus: ekModulus, offlineDeviceId }).text
}

async function challenged(service: Service, hash: string, prover: Prover): Promise<Challenge> {
  const challenge = await askForChallenge(service, hash, prover)
  if ('result' in challenge) throw new Error(`${challenge.code}: ${challenge.detail}`)
  return challenge
}

async function answered(service: Service, believed: Pick<Service, 'origin'>, device: Victim) {
  const challenge = await challenged(service, device.hardwareHash, device.prover)
  return { challenge, proof: await proofFor(believed, challenge, device) }
}

async function opened(thief: Prover, { credential }: Challenge): Promise<Answer | 'unopened'> {
  return await thief.activate(credential).then(
    () => ({ result: 'profile' }) as Answer,
    () => 'unopened',
  )
}
