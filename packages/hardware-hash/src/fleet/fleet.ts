/**
 * A fleet of believable, made-up machines for tests, benchmarks and demonstrations.
 *
 * Device n depends on the seed and n alone, so any part of a fleet can be made anywhere, in any
 * order, and comes out the same.
 */

import { type EncodedHash, encodeHardwareHash } from '../encode.ts'
import type { HashDescription } from '../records/fields.ts'
import { type FamilyName, families } from './device-families.ts'
import { unkeyedModulus } from './parts.ts'
import { type Random, randomFrom } from './random.ts'

/** Shares of the families, in any unit; a family left out does not occur. */
export type FleetMix = { readonly [K in FamilyName]?: number }

/** Makes a real endorsement key; the library has no key generator of its own. */
export type MakeKey = (random: Random) => { readonly modulus: string; readonly privateKey: string }

export type FleetOptions = {
  readonly seed: number | string
  readonly count: number
  /** Absent means a company: mostly notebooks, some desktops and guests. */
  readonly mix?: FleetMix
  /** Absent means moduli to which nobody holds a private key: enough unless a TPM has to answer. */
  readonly makeKey?: MakeKey
}

export type FleetDevice = {
  readonly index: number
  readonly family: FamilyName
  readonly description: HashDescription
  /** What `makeKey` gave; null without it, and for machines without a TPM. */
  readonly privateKey: string | null
  /** The device's hash, encoded when asked for. */
  readonly hash: () => EncodedHash
}

export const companyMix: FleetMix = {
  lenovo: 34,
  hp: 30,
  dell: 26,
  whitebox: 3,
  'hyper-v': 4,
  vmware: 2,
  qemu: 1,
}

/** The devices 0 to `count` - 1, made one by one as they are asked for. */
export function* makeFleet(options: FleetOptions): Generator<FleetDevice> {
  for (let index = 0; index < options.count; index++) yield makeDevice(options, index)
}

/** Device `index` of a fleet, without making the ones before it. */
export function makeDevice(
  { seed, mix = companyMix, makeKey }: FleetOptions,
  index: number,
): FleetDevice {
  const random = randomFrom(`${index} of fleet ${seed}`)
  const family = familyFrom(mix, random)
  let privateKey: string | null = null
  const description = families[family](random, () => {
    if (makeKey === undefined) return unkeyedModulus(random)
    const key = makeKey(random)
    privateKey = key.privateKey
    return key.modulus
  })
  return { index, family, description, privateKey, hash: () => encodeHardwareHash(description) }
}

function familyFrom(mix: FleetMix, random: Random): FamilyName {
  const shares = Object.entries(mix) as [FamilyName, number][]
  const whole = shares.reduce((sum, [, share]) => sum + share, 0)
  let at = (random.below(1_000_000) / 1_000_000) * whole
  for (const [name, share] of shares) {
    if (at < share) return name
    at -= share
  }
  throw new RangeError('the mix of a fleet must hold at least one positive share')
}
