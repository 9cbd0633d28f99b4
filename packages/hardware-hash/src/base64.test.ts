/** What people paste instead of a hash, and what the decoder answers. */
import { expect, test } from 'vitest'
import { hashFixture } from '../../../test/support/hardware-hashes.ts'
import { repairPadding, toBase64 } from './base64.ts'
import { decodeHardwareHash } from './decode.ts'

const good = hashFixture(1).hardwareHash
const cut = (length: number) => good.slice(0, length)
const urlSafe = good.replaceAll('+', '-').replaceAll('/', '_')

test.each<[string, string, { fault: string; offset: number }]>([
  ['nothing', '', { fault: 'empty', offset: 0 }],
  ['blanks only', ' \r\n', { fault: 'empty', offset: 0 }],
  ['quotation marks', `"${good}"`, { fault: 'quoted', offset: 0 }],
  [
    'a closing quotation mark of the same total length',
    `${cut(3999)}"`,
    { fault: 'quoted', offset: 3999 },
  ],
  ['a line break at the end', `${good}\r\n`, { fault: 'line-wrapped', offset: 4000 }],
  ['lines of 76', good.replace(/.{76}/g, '$&\n'), { fault: 'line-wrapped', offset: 76 }],
  [
    'white space within the right length',
    `${cut(76)}\n${good.slice(77)}`,
    { fault: 'line-wrapped', offset: 76 },
  ],
  ['the URL-safe alphabet', urlSafe, { fault: 'url-safe', offset: urlSafe.search(/[-_]/) }],
  [
    'a foreign character',
    `${cut(100)}!${good.slice(101)}`,
    { fault: 'bad-character', offset: 100 },
  ],
  [
    'a character beyond ASCII',
    `${cut(100)}é${good.slice(101)}`,
    { fault: 'bad-character', offset: 100 },
  ],
  ['padding inside', `${cut(100)}=${good.slice(101)}`, { fault: 'bad-padding', offset: 100 }],
  ['one character lost', cut(3999), { fault: 'bad-padding', offset: 3999 }],
  ['three characters lost', cut(3997), { fault: 'bad-padding', offset: 3997 }],
  ['four characters lost', cut(3996), { fault: 'truncated', offset: 3996 }],
  ['the first line only', cut(76), { fault: 'truncated', offset: 76 }],
  [
    'padding in place of the last characters',
    `${cut(3998)}==`,
    { fault: 'truncated', offset: 3998 },
  ],
  ['4,096 characters', good + 'A'.repeat(96), { fault: '4096-characters', offset: 4000 }],
  ['two hashes in one', good + good, { fault: 'too-long', offset: 4000 }],
  ['a hash encoded twice', btoa(good), { fault: 'doubly-encoded', offset: 0 }],
  ['base64 of something else', 'A'.repeat(4000), { fault: 'not-a-hash', offset: 0 }],
])('%s is diagnosed', (_, text, why) => {
  expect(decodeHardwareHash(text)).toMatchObject({ ok: false, ...why })
})

test.each([null, undefined, 7, {}, []])(
  '%o from an untyped caller is a fault, not a throw',
  (input) => {
    expect(decodeHardwareHash(input as never)).toMatchObject({ ok: false })
  },
)

// memdocs, "troubleshoot device import": the documented example ends in AAA and is repaired to AAAA==.
test('the documented example of a wrong padding is repaired as documented', () => {
  expect(repairPadding('Q29udG9zbwAAA')).toEqual({
    text: 'Q29udG9zbwAAAA==',
    changes: ['added one A at the end', 'changed the padding from 0 to 2 equals signs'],
  })
})

test.each([
  ['QUJD', 'QUJD'],
  ['QUJ', 'QUJ='],
  ['QU', 'QU=='],
  ['QU=', 'QU=='],
  ['QUJD==', 'QUJD'],
  ['QUI===', 'QUI='],
])('the padding of %s becomes %s', (text, repaired) => {
  const { text: result, changes } = repairPadding(text)
  expect(result).toBe(repaired)
  expect(changes.length > 0).toBe(text !== repaired)
  expect(() => atob(result)).not.toThrow()
})

test('a whole hash needs no repair', () => {
  expect(repairPadding(good)).toEqual({ text: good, changes: [] })
})

test('bytes become the base64 that Node makes of them', () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, i) => i)
  expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'))
})
