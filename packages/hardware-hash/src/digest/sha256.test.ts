/** The own SHA-256 against the standard's vectors and against Node's. */
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sha256 } from './digest.ts'
import { sha256InScript } from './sha256.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const byNode = (data: Uint8Array) => createHash('sha256').update(data).digest('hex')

// NIST, "SHA-256 examples" and the CAVP short message of length zero.
test.each([
  ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  [
    'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  ],
  ['a'.repeat(1_000_000), 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0'],
])('the standard vector %.10s gives the standard digest', (text, digest) => {
  expect(sha256InScript(bytes(text))).toBe(digest)
})

test('every length up to four blocks gives what Node gives', () => {
  for (let length = 0; length <= 256; length++) {
    const data = Uint8Array.from({ length }, (_, i) => (i * 31 + length) & 255)
    expect(sha256InScript(data)).toBe(byNode(data))
  }
})

test('any bytes give what Node gives, in the script and in the chosen digest', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 4000 }), (data) => {
      expect(sha256InScript(data)).toBe(byNode(data))
      expect(sha256(data)).toBe(byNode(data))
    }),
  )
})

test('a view into a larger buffer is digested from its own start', () => {
  const whole = bytes('..abc..')
  expect(sha256InScript(whole.subarray(2, 5))).toBe(byNode(bytes('abc')))
})
