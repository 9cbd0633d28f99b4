/** Tokens are standard HMAC-SHA-256. */
import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { tokensUnder } from './tokens.ts'

test('a token is the first half of the HMAC of kind and value', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), fc.string(), (key, value) => {
      const expected = createHmac('sha256', key).update(`serial\0${value}`).digest('hex')
      expect(tokensUnder(key)('serial', value).replaceAll('-', '')).toBe(expected.slice(0, 32))
    }),
  )
})

test('one maker serves texts of any length, one after the other', () => {
  const tokens = tokensUnder(new Uint8Array(32))
  for (const length of [3, 700, 0, 5_000, 171, 170]) {
    const value = '€'.repeat(length)
    const expected = createHmac('sha256', new Uint8Array(32)).update(`disk\0${value}`).digest('hex')
    expect(tokens('disk', value).replaceAll('-', '')).toBe(expected.slice(0, 32))
  }
})

test('equal values of two kinds have two tokens', () => {
  const tokens = tokensUnder(new Uint8Array(32))
  expect(tokens('disk', 'A')).not.toBe(tokens('serial', 'A'))
})

test('a key that no HMAC block holds is refused', () => {
  expect(() => tokensUnder(new Uint8Array(65))).toThrow(RangeError)
})
