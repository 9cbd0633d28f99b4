/** The machine below Windows: its hash, regenerated at each start, and what repairs and tampering do to it. */
import { createHash } from 'node:crypto'
import {
  type DecodedHash,
  decodeHardwareHash,
  describeHardwareHash,
  encodeHardwareHash,
  type LifeEvent,
  remakeHardwareHash,
} from 'taxiway-hardware-hash'
import type { Prover } from '../prover/prover.ts'

export class Hardware {
  #hash: DecodedHash
  /** Null: there is no TPM, or the firmware hides it. */
  prover: Prover | null
  /** Seconds by which its clock is ahead. */
  clockSkew = 0

  constructor(hardwareHash: string, prover: Prover | null) {
    this.#hash = decoded(hardwareHash)
    this.prover = prover
  }

  get serialNumber(): string {
    return this.#hash.serialNumber ?? ''
  }

  get manufacturer(): string {
    return this.#hash.manufacturer ?? ''
  }

  get model(): string {
    return this.#hash.model ?? ''
  }

  /** The hash as Windows makes it at `now`, by the machine's own clock. */
  hashAt(now: Date): string {
    const at = new Date(now.getTime() + this.clockSkew * 1000).toISOString()
    const event = { event: 'regenerated', at: at.replace(/\.\d{3}Z$/, 'Z') } as const
    return remakeHardwareHash(this.#hash, [event]).text
  }

  /** A life event of the machine; the next start shows it. */
  change(...events: readonly LifeEvent[]): void {
    this.#hash = decoded(remakeHardwareHash(this.#hash, events).text)
  }

  /** A new TPM, and nothing else new. */
  replaceTpm(prover: Prover): void {
    const described = describeHardwareHash(this.#hash)
    const ekPublicModulus = prover.ekModulus ?? ''
    const id = createHash('sha256').update(Buffer.from(ekPublicModulus, 'hex')).digest('hex')
    const offlineDeviceId = { status: 0, idType: 'TPM_EK', flag: 0, id } as const
    const changed = { ...described, ekPublicModulus, offlineDeviceId }
    this.#hash = decoded(encodeHardwareHash(changed).text)
    this.prover = prover
  }
}

function decoded(text: string): DecodedHash {
  const hash = decodeHardwareHash(text)
  if (!hash.ok) throw new RangeError(`The hardware hash cannot be used: ${hash.message}`)
  return hash
}
