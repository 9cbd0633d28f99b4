/** The made-up fleet: reproducible, believable, and with working keys when asked for. */
import { createHash, createPublicKey, generateKeyPairSync } from 'node:crypto'
import {
  companyMix,
  decodeHardwareHash,
  type FamilyName,
  isUsableHash,
  makeDevice,
  makeFleet,
} from 'taxiway-hardware-hash'
import { expect, test } from 'vitest'

const familyNames = Object.keys(companyMix) as FamilyName[]

test('the same seed gives the same fleet, another seed another', () => {
  expect(texts(1)).toEqual(texts(1))
  expect(texts('a').some((text) => texts('b').includes(text))).toBe(false)
})

test('a device can be made without the ones before it', () => {
  const options = { seed: 7, count: 50 }
  const [...fleet] = makeFleet(options)
  expect(makeDevice(options, 33).hash().text).toBe(fleet[33]?.hash().text)
})

// The digest stands for the whole content, so that a changed generator shows: seeds are in other tests' data.
test('the first hundred devices of seed 1 are these', () => {
  const digest = createHash('sha256')
  for (const device of makeFleet({ seed: 1, count: 100 })) digest.update(device.hash().text)
  expect(digest.digest('hex').slice(0, 16)).toMatchInlineSnapshot(`"45b12a4ab6cc506c"`)
})

test('every device has a usable hash of its own', () => {
  const identities = new Set<string>()
  for (const device of makeFleet({ seed: 3, count: 2000 })) {
    const decoded = decodeHardwareHash(device.hash().text)
    if (!isUsableHash(decoded)) throw new Error(`device ${device.index} has no usable hash`)
    expect(decoded.tpm?.ekDigestMatches ?? true).toBe(true)
    identities.add(decoded.smbiosUuid ?? '')
  }
  expect(identities.size).toBe(2000)
})

test('the mix decides which families occur', () => {
  const counts = Map.groupBy(
    makeFleet({ seed: 5, count: 3000, mix: { lenovo: 2, dell: 1 } }),
    ({ family }) => family,
  )
  expect([...counts.keys()].toSorted()).toEqual(['dell', 'lenovo'])
  expect(counts.get('lenovo')?.length).toBeGreaterThan(1900)
  expect(() => makeDevice({ seed: 1, count: 1, mix: {} }, 0)).toThrow(RangeError)
})

test.each([
  ['lenovo', 'LENOVO', 2],
  ['hp', 'HP', 3],
  ['dell', 'Dell Inc.', 3],
  ['whitebox', 'To Be Filled By O.E.M.', 1],
  ['hyper-v', 'Microsoft Corporation', 1],
  ['vmware', 'VMware, Inc.', 0],
  ['qemu', 'QEMU', 1],
] as const)(
  'a device of the family %s is of maker %s with %i adapters',
  (family, maker, adapters) => {
    const decoded = decodeHardwareHash(
      makeDevice({ seed: 1, count: 1, mix: { [family]: 1 } }, 0).hash().bytes,
    )
    expect(decoded).toMatchObject({
      ok: true,
      manufacturer: maker,
      networkAdapters: { length: adapters },
    })
    expect(familyNames).toContain(family)
  },
)

test('the identities that makers derive from each other fit together', () => {
  const dell = makeDevice({ seed: 1, count: 1, mix: { dell: 1 } }, 0).description
  const tag = dell.serialNumber ?? ''
  const inUuid = (dell.smbiosUuid ?? '').replaceAll('-', '')
  expect(inUuid.slice(0, 8)).toBe('4c4c4544')
  for (const char of tag.slice(1)) expect(inUuid).toContain(char.charCodeAt(0).toString(16))

  const vmware = makeDevice({ seed: 1, count: 1, mix: { vmware: 1 } }, 0).description
  const bytes = (vmware.serialNumber ?? '').replace('VMware-', '').split(/[ -]/)
  expect(vmware.smbiosUuid?.slice(-12)).toBe(bytes.slice(10).join(''))
})

test('with a key maker the private key fits the hash, and machines without a TPM have none', () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const modulus = Buffer.from(publicKey.export({ format: 'jwk' }).n ?? '', 'base64url').toString(
    'hex',
  )
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const makeKey = () => ({ modulus, privateKey: pem })
  const notebook = makeDevice({ seed: 1, count: 1, mix: { hp: 1 }, makeKey }, 0)
  expect(createPublicKey(notebook.privateKey ?? '').export({ format: 'jwk' })).toEqual(
    publicKey.export({ format: 'jwk' }),
  )
  expect(notebook.description.ekPublicModulus).toBe(modulus)
  expect(makeDevice({ seed: 1, count: 1, mix: { qemu: 1 }, makeKey }, 0).privateKey).toBeNull()
})

function texts(seed: string | number): readonly string[] {
  return Array.from(makeFleet({ seed, count: 20 }), (device) => device.hash().text)
}
