/** Machine n of a simulated fleet: a unique hash, and a TPM that can prove it. */
import { createHash } from 'node:crypto'
import { type FleetMix, makeDevice } from 'taxiway-hardware-hash'
import { memoryProver, newAttestationKey } from '../prover/memory-prover.ts'
import type { Prover } from '../prover/prover.ts'
import { pooledKey, pooledKeys } from './pooled-keys.ts'

export type FleetMachine = {
  readonly hardwareHash: string
  readonly serialNumber: string
  /** Null: the machine has no TPM. */
  readonly prover: Prover | null
}

export type FleetSetting = {
  readonly seed: string
  /** Absent: notebooks and desktops with TPMs. */
  readonly mix?: FleetMix
}

const physical: FleetMix = { lenovo: 34, hp: 30, dell: 26 }
/** One for all of a process: it takes longer to make than a proof, and says nothing of who is who. */
let sharedAttestationKey: Buffer | undefined

export function fleetMachine({ seed, mix = physical }: FleetSetting, index: number): FleetMachine {
  const key = pooledKey(index + offsetOf(seed))
  sharedAttestationKey ??= newAttestationKey()
  const prover = memoryProver(key, { attestationKey: sharedAttestationKey })
  const makeKey = () => ({ modulus: prover.ekModulus ?? '', privateKey: '' })
  const { description, hash, privateKey } = makeDevice(
    { seed, count: index + 1, mix, makeKey },
    index,
  )
  return {
    hardwareHash: hash().text,
    serialNumber: description.serialNumber ?? '',
    prover: privateKey === null ? null : prover,
  }
}

/** Fleets with different seeds start at different keys, so that two of them can be registered at once. */
function offsetOf(seed: string): number {
  return createHash('sha256').update(seed).digest().readUInt32BE(0) % pooledKeys
}
