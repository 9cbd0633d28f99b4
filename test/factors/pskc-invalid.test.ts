/** PSKC documents that are damaged, incomplete or hostile: every one is refused by its name, none is guessed at. */
import { describe, expect, test } from 'vitest'
import { maxIterations } from '../../src/identity-provider/token-files/pskc-decrypt.ts'
import { expectLinear, workCounter } from '../support/counted-work.ts'
import * as pskc from './pskc-samples.ts'

const count = await workCounter()
const { readPskcKeys } = await import('../../src/identity-provider/token-files/pskc.ts')

const { container, derived, encrypted, figureKey, keyPackage, macMethod, preShared } = pskc

async function faultOf(text: string, secrets: object = { key: figureKey, passphrase: 'qwerty' }) {
  const read = await readPskcKeys(text, secrets)
  if (!read.ok) return read.fault
  const [key] = read.keys
  return key?.ok === false ? key.fault : 'none'
}

const withSecret = (secret: string, mac = macMethod()) =>
  container(preShared, mac, keyPackage({ secret }))
const flipped = () => {
  const value = pskc.aes(figureKey, pskc.ivs.value, pskc.figureSecret)
  value[20] = (value[20] ?? 0) ^ 1
  return value
}
const macOfOther = '1/jIUfQJm3GUgQIcAuoJWmG2dkM='
const emptyMacKey = `<MACMethod Algorithm="${pskc.hmacSha1}"><MACKey>${pskc.encryptedBody(
  pskc.aes(figureKey, pskc.ivs.mac, Buffer.alloc(0)),
)}</MACKey></MACMethod>`

test.each([
  ['no XML', 'this is not XML', 'not-xml'],
  ['XML that ends early', '<KeyContainer Version="1.0"><KeyPackage>', 'not-xml'],
  ['another element', '<Container Version="1.0"/>', 'not-pskc'],
  [
    'another version',
    container(keyPackage()).replace('"1.0" xmlns', '"2.0" xmlns'),
    'pskc-version',
  ],
  ['no version', container(keyPackage()).replace('Version="1.0" ', ''), 'pskc-version'],
  ['no keys', container(''), 'malformed'],
  ['an unknown cipher', withSecret(encrypted({ method: 'urn:unknown' })), 'cipher'],
  [
    'a key wrap',
    withSecret(encrypted({ method: 'http://www.w3.org/2001/04/xmlenc#kw-aes128' })),
    'cipher',
  ],
  ['no cipher', withSecret(encrypted().replace(/<xenc:EncryptionMethod [^>]*>/, '')), 'cipher'],
  ['no encryption key', withSecret(encrypted()), 'key-missing', {}],
  ['a key of another length', withSecret(encrypted()), 'cipher', { key: Buffer.alloc(32) }],
  ['another key', withSecret(encrypted()), 'mac-wrong', { key: Buffer.alloc(16) }],
  ['no MAC method', withSecret(encrypted(), ''), 'mac-missing'],
  ['no MAC', withSecret(encrypted({ mac: null })), 'mac-missing'],
  ['an unknown MAC', withSecret(encrypted(), macMethod(figureKey, 'urn:hmac-md5')), 'mac-method'],
  ['another MAC', withSecret(encrypted({ mac: macOfOther })), 'mac-wrong'],
  ['a MAC cut short', withSecret(encrypted({ mac: 'Su+NvtQfmvfJzA==' })), 'mac-wrong'],
  ['an empty MAC', withSecret(encrypted({ mac: '' })), 'malformed'],
  ['an empty MAC key', withSecret(encrypted(), emptyMacKey), 'mac-method'],
  [
    'one bit changed',
    withSecret(encrypted({ value: flipped(), mac: 'Su+NvtQfmvfJzF6bmQiJqoLRExc=' })),
    'mac-wrong',
  ],
  ['half a block', withSecret(encrypted({ value: Buffer.alloc(24) })), 'cipher'],
  [
    'a secret that is not base64',
    withSecret('<Secret><PlainValue>MTIz*A==</PlainValue></Secret>'),
    'malformed',
  ],
  ['no secret', withSecret('<Secret/>'), 'malformed'],
  ['two secrets', withSecret(pskc.plain() + pskc.plain()), 'malformed'],
  [
    'a length that is not a number',
    container(keyPackage({ parameters: '<ResponseFormat Length="TWELVE"/>' })),
    'malformed',
  ],
  [
    'a counter that is not a number',
    container(keyPackage({ data: '<Counter><PlainValue>FOUR</PlainValue></Counter>' })),
    'malformed',
  ],
  [
    'a flag that is not a boolean',
    container(keyPackage({ parameters: '<ResponseFormat Length="6" CheckDigits="not really"/>' })),
    'malformed',
  ],
])('%s', async (...[, text, fault, secrets]) => {
  expect(await faultOf(text, secrets)).toBe(fault)
})

describe('a key derivation', () => {
  const file = (change: pskc.Derivation) =>
    container(
      derived(change),
      macMethod(pskc.derivedKey),
      keyPackage({ secret: encrypted({ key: pskc.derivedKey }) }),
    )
  test.each([
    ['without salt', { salt: '' }, 'key-derivation'],
    ['without a count', { count: '' }, 'malformed'],
    ['with no rounds', { count: '0' }, 'key-derivation'],
    ['with a negative count', { count: '-1000' }, 'key-derivation'],
    ['with an odd length', { length: '17' }, 'key-derivation'],
    ['of an unknown kind', { method: 'urn:scrypt' }, 'key-derivation'],
    ['with an unknown hash', { prf: '<PRF Algorithm="urn:hmac-md5"/>' }, 'key-derivation'],
    [
      'with more rounds than are worked',
      { count: String(maxIterations + 1) },
      'too-many-iterations',
    ],
    ['with rounds beyond counting', { count: '9'.repeat(40) }, 'malformed'],
  ])('%s is refused', async (_what, change, fault) => {
    expect(await faultOf(file(change))).toBe(fault)
  })
})

describe('a hostile document', () => {
  test('with a document type is refused before it is parsed', async () => {
    const bomb = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>${container(keyPackage())}`
    expect(await faultOf(bomb)).toBe('document-type')
    expect(await faultOf(bomb.replace('DOCTYPE', 'doctype'))).toBe('document-type')
  })
  test('cannot bring a secret in through an entity', async () => {
    const text = withSecret('<Secret><PlainValue>&#77;TIzNA==</PlainValue></Secret>')
    expect(await faultOf(text)).toBe('malformed')
  })
  test('of great depth costs no more than its length', async () => {
    const make = (depth: number) => container('<a>'.repeat(depth) + '</a>'.repeat(depth))
    const work = async (deep: string) => expect(await faultOf(deep)).toBe('not-xml')
    await expectLinear(count, { make, work }, 100_000)
  })
  test('cannot reach the prototype of objects', async () => {
    const text = container(`<__proto__><Signature/></__proto__>${keyPackage()}`)
    expect(await faultOf(text)).toBe('not-xml')
    expect('Signature' in {}).toBe(false)
  })
})
