import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeNameConstraints, encodeNameConstraints, permit } from './name-constraints.ts'

const name = fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6())

test('what was permitted is read back, however much it is', () => {
  fc.assert(
    fc.property(fc.array(name, { maxLength: 60 }), (names) => {
      const permitted = names.map(permit)
      const { buffer } = encodeNameConstraints(permitted)
      expect(decodeNameConstraints(buffer)).toEqual(permitted)
    }),
  )
})

test.each([
  ['::1', '0:0:0:0:0:0:0:1'],
  ['2001:DB8::5:0', '2001:db8:0:0:0:0:5:0'],
  ['::ffff:192.0.2.1', '0:0:0:0:0:ffff:c000:201'],
  ['::', '0:0:0:0:0:0:0:0'],
])('%s is the same address as %s', (one, other) => {
  expect(permit(one)).toBe(permit(other))
})

test('an address is permitted alone, with all of its bits', () => {
  expect(Buffer.from(permit('127.0.0.1'), 'base64').toString('hex')).toBe(
    '300a87087f000001ffffffff',
  )
})
