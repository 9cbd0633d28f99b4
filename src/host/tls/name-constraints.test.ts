import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeKey, permittedNames } from './certificates.ts'
import { makeAuthority, makeServerCertificate } from './issue-certificates.ts'
import { permit } from './name-constraints.ts'

const name = fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6())

test('what a certificate permits is read back, however much it is', async () => {
  const key = await makeKey()
  await fc.assert(
    fc.asyncProperty(fc.array(name, { maxLength: 60 }), async (names) => {
      const permitted = names.map(permit)
      expect(permittedNames(await makeAuthority(key, permitted))).toEqual(permitted)
    }),
  )
})

test('one without limits permits nothing by name, and what is cut off cannot be read', async () => {
  const key = await makeKey()
  const authority = await makeAuthority(key, [permit('localhost')])
  const [cert = ''] = (await makeServerCertificate(authority, key, ['localhost'])).split(
    /(?<=-)\n\n?(?=-)/,
  )
  expect(permittedNames({ cert, key })).toEqual([])
  expect(() => permittedNames({ cert: authority.cert.slice(0, 300), key })).toThrow()
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
