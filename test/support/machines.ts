/** Made-up machines, and what happens to them in their lives, as hashes. */
import {
  decodeHardwareHash,
  describeHardwareHash,
  encodeHardwareHash,
  type HashDescription,
  type LifeEvent,
  makeDevice,
  remakeHardwareHash,
} from 'taxiway-hardware-hash'

/** The same seed is the same machine. */
export function laptop(seed: string): Uint8Array {
  return makeDevice({ seed: `machine ${seed}`, count: 1, mix: { lenovo: 1 } }, 0).hash().bytes
}

export function described(bytes: Uint8Array): HashDescription {
  return describeHardwareHash(decoded(bytes))
}

export function later(bytes: Uint8Array, events: readonly LifeEvent[]): Uint8Array {
  return remakeHardwareHash(decoded(bytes), events).bytes
}

/** The same machine with another TPM: what a hash cannot distinguish from a board with everything copied. */
export function withOtherKey(bytes: Uint8Array): Uint8Array {
  const { offlineDeviceId: _, ...rest } = described(bytes)
  const other = described(laptop(`another TPM for ${rest.serialNumber}`))
  return encodeHardwareHash({
    ...rest,
    ...(other.ekPublicModulus !== undefined && { ekPublicModulus: other.ekPublicModulus }),
    ...(other.offlineDeviceId !== undefined && { offlineDeviceId: other.offlineDeviceId }),
  }).bytes
}

export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}

function decoded(bytes: Uint8Array) {
  const hash = decodeHardwareHash(bytes)
  if (!hash.ok) throw new Error(hash.message)
  return hash
}
