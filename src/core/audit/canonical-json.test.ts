import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson, type JsonValue } from './canonical-json.ts'

test('members come sorted by code units, without space, absent ones not at all', () => {
  expect(canonicalJson({ b: [1, null, 'é\u2028'], a: { y: true, x: undefined } })).toBe(
    '{"a":{"y":true},"b":[1,null,"é\u2028"]}',
  )
})

// RFC 8785 section 3.2.3, the order of its own sample.
test('the order is the one of RFC 8785', () => {
  const names = ['\u20ac', '\r', '\ufb33', '1', '\u{1f600}', '\u0080', '\u00f6']
  const object = Object.fromEntries(names.map((name) => [name, 0]))
  const sorted = Object.keys(JSON.parse(canonicalJson(object)) as object)
  expect(sorted).toEqual(['1', '\r', '\u0080', '\u00f6', '\u20ac', '\u{1f600}', '\ufb33'])
})

test('whatever is read back is written the same way again', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value as JsonValue)
      expect(canonicalJson(JSON.parse(text) as JsonValue)).toBe(text)
    }),
  )
})
