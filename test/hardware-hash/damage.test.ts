/** Damaged and hostile bytes: always a fault or a broken digest, never a throw. */
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { decodeHardwareHash, isUsableHash } from 'taxiway-hardware-hash'
import { expect, test } from 'vitest'
import { bytesOf, hashFixture, hashFixtures, totalOf } from '../support/hardware-hashes.ts'

test.each(hashFixtures)(
  'every flipped bit of $id is noticed, up to the end of the digest',
  (fixture) => {
    const bytes = bytesOf(fixture)
    const end = totalOf(bytes) + 36
    let missed = 0
    for (let bit = 0; bit < end * 8; bit++) {
      flip(bytes, bit)
      const decoded = decodeHardwareHash(bytes)
      if (decoded.ok && decoded.digestValid) missed++
      flip(bytes, bit)
    }
    expect(missed).toBe(0)
  },
)

test('a flipped bit in the tail leaves the digest right and the hash unusable', () => {
  const bytes = bytesOf(hashFixture(1))
  flip(bytes, 2999 * 8)
  const decoded = decodeHardwareHash(bytes)
  expect(decoded).toMatchObject({ ok: true, digestValid: true, tailIsZero: false })
  expect(isUsableHash(decoded)).toBe(false)
})

test.each([
  ['total past the room for the digest', { at: 2, value: 2965 }, 'total-out-of-range'],
  ['total inside the header', { at: 2, value: 3 }, 'total-out-of-range'],
  ['total beside the trailer', { at: 2, value: 1000 }, 'trailer'],
  ['a record of length zero', { at: 6, value: 0 }, 'record-length'],
  ['a record of length three', { at: 6, value: 3 }, 'record-length'],
  ['a record past the end', { at: 6, value: 4000 }, 'record-overrun'],
  ['another magic', { at: 0, value: 0x4141 }, 'not-a-hash'],
])('%s is a fault', (_, { at, value }, fault) => {
  const bytes = bytesOf(hashFixture(1))
  new DataView(bytes.buffer).setUint16(at, value, true)
  expect(decodeHardwareHash(bytes)).toMatchObject({ ok: false, fault })
})

test.each([
  [2999, 'truncated'],
  [10, 'truncated'],
  [1, 'not-a-hash'],
  [0, 'empty'],
])('the first %i bytes of a hash are a fault', (length, fault) => {
  expect(decodeHardwareHash(bytesOf(hashFixture(1)).subarray(0, length))).toMatchObject({ fault })
})

test('arbitrary records under a right digest decode to something printable', () => {
  const record = fc.tuple(fc.integer({ min: 0, max: 45 }), fc.uint8Array({ maxLength: 80 }))
  fc.assert(
    fc.property(fc.array(record, { maxLength: 30 }), (records) => {
      const decoded = decodeHardwareHash(sealed(records))
      expect(decoded).toMatchObject({ ok: true, digestValid: true })
      const plain = JSON.parse(JSON.stringify(decoded))
      expect(plain.records).toHaveLength(records.length)
    }),
  )
})

test('bytes that their owner wipes after decoding still give records that end', () => {
  const bytes = bytesOf(hashFixture(1))
  const decoded = decodeHardwareHash(bytes)
  bytes.fill(0, 4)
  expect(decoded.ok && decoded.records.length).toBe((1175 - 4 + 3) >> 2)
  expect(() => JSON.stringify(decoded)).not.toThrow()
})

test('arbitrary text is a fault', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 5000 }), (text) => {
      expect(decodeHardwareHash(text).ok).toBe(false)
    }),
  )
})

function flip(bytes: Uint8Array, bit: number): void {
  bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
}

/** A well-formed hash around any records. */
function sealed(records: readonly (readonly [number, Uint8Array])[]): Uint8Array {
  const body = Buffer.concat(
    records.map(([type, payload]) => {
      const head = Buffer.from(Uint16Array.of(type, payload.length + 4).buffer)
      return Buffer.concat([head, payload])
    }),
  )
  const records4 = Buffer.concat([
    Buffer.from('OA'),
    Buffer.from(Uint16Array.of(body.length + 4).buffer),
    body,
  ])
  const trailer = Buffer.concat([
    Buffer.from('CS$\0'),
    createHash('sha256').update(records4).digest(),
  ])
  return Buffer.concat([records4, trailer], 3000)
}
