/** Decoding undoes encoding, for every description a hash can hold. */
import fc from 'fast-check'
import {
  decodeHardwareHash,
  describeHardwareHash,
  encodeHardwareHash,
  type HashDescription,
  isUsableHash,
  UnencodableHashError,
} from 'taxiway-hardware-hash'
import { expect, test } from 'vitest'
import { arbitraryDescription } from './arbitrary-description.ts'

test('what is encoded decodes to the same description', () => {
  fc.assert(
    fc.property(arbitraryDescription, (description) => {
      const { bytes, text } = encodeHardwareHash(description)
      expect(text).toBe(Buffer.from(bytes).toString('base64'))
      const decoded = decodeHardwareHash(text)
      if (!isUsableHash(decoded)) throw new Error('the hash is not usable')
      expect(describeHardwareHash(decoded)).toEqual(description)
    }),
    { numRuns: 1000 },
  )
})

test('records stand in the order of the tool', () => {
  const { bytes } = encodeHardwareHash({
    locale: 'en-US',
    processor: { architecture: 'x64', packages: 1, cores: 2, threads: 2, hyperThreading: false },
    serialNumber: '1',
    coreClasses: [{ efficiencyClass: 0, cores: 2, threads: 2 }],
    disks: Array.from({ length: 2 }, () => ({
      capacityGb: 1,
      busType: 'NVMe',
      seekPenalty: null,
      trim: null,
    })),
  })
  const decoded = decodeHardwareHash(bytes)
  expect(decoded.ok && decoded.records.map(({ type }) => type)).toEqual([2, 34, 6, 6, 14, 36])
})

test('records beyond 2,960 bytes are an overflow, and 2,960 just fit', () => {
  const filled = (length: number): HashDescription => ({
    other: [{ type: 40, payload: '00'.repeat(length - 4) }],
  })
  expect(decodeHardwareHash(encodeHardwareHash(filled(2960)).bytes).ok).toBe(true)
  expect(refusal(filled(2961))).toMatchObject({ code: 'overflow', field: 'records' })
  expect(refusal(filled(70_000))).toMatchObject({ code: 'overflow' })
})

test.each<[string, HashDescription]>([
  ['smbiosUuid', { smbiosUuid: 'no uuid' }],
  ['serialNumber', { serialNumber: 'a\0b' }],
  ['serialNumber', { serialNumber: '\ud800' }],
  ['processorModel', { processorModel: 'x'.repeat(49) }],
  ['ekPublicModulus', { ekPublicModulus: 'abc' }],
  ['diskSerials', { diskSerials: [{ serialNumber: 'a|b', product: null, vendor: null }] }],
  [
    'networkAdapters',
    { networkAdapters: [{ medium: '802.3', macAddress: '00-11-22-33-44-55', bus: 'PCI' }] },
  ],
  [
    'networkAdapters',
    { networkAdapters: [{ medium: 'smoke', macAddress: '00:11:22:33:44:55', bus: 'PCI' }] },
  ],
  ['displaySize', { displaySize: { widthCm: 70_000, heightCm: 1 } }],
  ['other', { other: [{ type: 70_000, payload: '' }] }],
  ['serialNumber', { serialNumber: 5 as never }],
  ['disks', { disks: {} as never }],
  ['displaySize', { displaySize: { widthCm: 1 } as never }],
  ['processor', { processor: null as never }],
  ['serial', { serial: 'a key that does not exist' } as never],
])('a value of %s that no record can hold is refused by name', (field, description) => {
  expect(refusal(description)).toMatchObject({ code: 'not-representable', field })
})

function refusal(description: HashDescription): unknown {
  try {
    return encodeHardwareHash(description)
  } catch (error) {
    expect(error).toBeInstanceOf(UnencodableHashError)
    return error
  }
}
