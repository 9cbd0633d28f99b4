/**
 * The machines that the identity tests are run on: made-up ones of every family, the fixtures, and the
 * two shapes that nobody's fleet should have but everybody's has.
 */
import {
  type DecodedHash,
  decodeHardwareHash,
  describeHardwareHash,
  encodeHardwareHash,
  type FamilyName,
  type HashDescription,
  makeDevice,
} from 'taxiway-hardware-hash'
import { hashFixture } from '../support/hardware-hashes.ts'

export type Machine = {
  readonly name: string
  readonly hash: DecodedHash
  /** Another machine of the same model. */
  readonly sibling: DecodedHash
}

/** The hash that says `description`, read back. */
export function hashOf(description: HashDescription): DecodedHash {
  return decoded(encodeHardwareHash(description).bytes)
}

/** Reads what must be a hash. */
export function decoded(input: string | Uint8Array): DecodedHash {
  const hash = decodeHardwareHash(input)
  if (!hash.ok) throw new Error(`no hash: ${hash.message}`)
  return hash
}

/** `hash` with some of its records said otherwise; undefined takes a record away. */
export function edited(
  hash: DecodedHash,
  changes: { readonly [K in keyof HashDescription]?: HashDescription[K] | undefined },
): DecodedHash {
  const all = Object.entries({ ...describeHardwareHash(hash), ...changes })
  return hashOf(Object.fromEntries(all.filter(([, value]) => value !== undefined)))
}

/** Description of machine `index` of a family; the same on every run. */
export function made(family: FamilyName, index: number): HashDescription {
  return makeDevice({ seed: 'identity', count: index + 1, mix: { [family]: 1 } }, index).description
}

/** Notebooks with a TPM and a product key: without LAN, with LAN, and with a UUID from the service tag. */
export const notebooks: readonly Machine[] = [
  ...(['lenovo', 'hp', 'dell'] as const).flatMap((family) =>
    [0, 1].map((i) => madeMachine(family, i)),
  ),
  ...[1, 3, 6, 7, 8, 10].map((number) => fixtureMachine(number, number === 1 ? 6 : 1)),
]

/** No TPM, no product key, placeholders everywhere, also for the UUID: only the network port is its own. */
export const bareWhiteboxes: readonly Machine[] = [0, 1, 2].map((i) => ({
  name: `whitebox ${i} with placeholders only`,
  hash: hashOf(bare(i)),
  sibling: hashOf(bare(i + 50)),
}))

/** The same with a UUID of its own. */
export const whiteboxes: readonly Machine[] = [0, 1, 2].map((i) => madeMachine('whitebox', i))

/** Guests: QEMU with and without a virtual TPM, VMware, Hyper-V. */
export const guests: readonly Machine[] = [
  ...(['qemu', 'vmware', 'hyper-v'] as const).flatMap((family) =>
    [0, 1].map((i) => madeMachine(family, i)),
  ),
  fixtureMachine(4, 5),
  fixtureMachine(5, 4),
  fixtureMachine(2, 9),
  fixtureMachine(9, 2),
]

function madeMachine(family: FamilyName, index: number): Machine {
  return {
    name: `${family} ${index}`,
    hash: hashOf(made(family, index)),
    sibling: hashOf(siblingOf(family, index)),
  }
}

/** Model names are drawn by chance; a sibling takes them over. */
function siblingOf(family: FamilyName, index: number): HashDescription {
  const { model, skuNumber, boardProduct, systemFamily, processorModel } = made(family, index)
  const names = { model, skuNumber, boardProduct, systemFamily, processorModel }
  return { ...made(family, index + 50), ...(JSON.parse(JSON.stringify(names)) as HashDescription) }
}

function fixtureMachine(number: number, sibling: number): Machine {
  return {
    name: `fixture ${number}`,
    hash: decoded(hashFixture(number).hardwareHash),
    sibling: decoded(hashFixture(sibling).hardwareHash),
  }
}

function bare(index: number): HashDescription {
  return { ...made('whitebox', index), smbiosUuid: '03000200-0400-0500-0006-000700080009' }
}
