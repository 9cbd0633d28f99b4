/** Normal forms: equal things become equal, and normalising twice changes nothing. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { normalised, valueKinds } from './normalise.ts'

test('normalising twice changes nothing', () => {
  const texts = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), fc.uuid())
  fc.assert(
    fc.property(fc.constantFrom(...valueKinds), texts, (kind, text) => {
      const once = normalised(kind, text)
      expect(normalised(kind, once)).toBe(once)
    }),
    { numRuns: 500 },
  )
})

test.each([
  '5cg1234abc',
  ' 5CG1234ABC',
  '5CG1234ABC  ',
  '5CG 1234 ABC',
  '5CG1234ABC\t',
  '\u00a05CG1234ABC\u200b',
  '５ＣＧ１２３４ＡＢＣ',
])('the serial number "%s" reads 5CG1234ABC', (text) => {
  expect(normalised('serial', text)).toBe('5CG1234ABC')
})

test.each(['', '  ', '\t\u200b', 'SMBIOS_STRING_INDEX_0', 'smbios_string_index_0 '])(
  'the serial number "%s" is none',
  (text) => {
    expect(normalised('serial', text)).toBe('')
  },
)

test('a disk serial loses the final dot that only some drivers write', () => {
  expect(normalised('disk', '1fd5_0d21_17bf_f35f.')).toBe('1FD5_0D21_17BF_F35F')
})

test('both byte orders of a UUID read the same, and other text is not a UUID', () => {
  const canonical = normalised('uuid', '{4C4C4544-0032-5454-8047-B5C04F5A4C38}'.slice(1, -1))
  expect(normalised('uuid', '44454c4c-3200-5454-8047-b5c04f5a4c38')).toBe(canonical)
  expect(normalised('uuid', '2')).toBe('')
})
