/** A hash comes out of the database as it went in, wherever its bytes lie and whatever they end with. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { unwrapHash, wrapHash } from '../../src/storage/devices/hash-bytes.ts'
import { wrap } from '../support/imports.ts'

const end = fc.constantFrom(0, 0, 0, 1, 0x80, 0xff)

test('what is stored is shorter by its trailing zeros, and nothing is lost', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 20 }),
      fc.array(end, { maxLength: 24 }),
      fc.nat({ max: 9 }),
      (start, tail, offset) => {
        const whole = Buffer.alloc(64)
        const bytes = whole.subarray(offset, offset + start.length + tail.length)
        bytes.set([...start, ...tail])
        const stored = wrapHash(wrap, 'id', bytes)
        const length = bytes.length
        expect(Buffer.from(unwrapHash(wrap, 'id', { bytes: stored, length }))).toEqual(bytes)
        const zeros = bytes.length - (bytes.findLastIndex((byte) => byte !== 0) + 1)
        const empty = wrapHash(wrap, 'id', new Uint8Array(0)).length
        expect(stored.length).toBe(empty + bytes.length - zeros)
      },
    ),
  )
})
