/** Whose word counts for a client's address and certificate: that of proxies the operator trusts, and of nobody else. */
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readConfig } from '../../src/host/config.ts'
import { type ProxySettings, trustedProxies } from '../../src/host/listening/trusted-proxies.ts'
import { robotCertificate } from '../surfaces/authority/robot-certificate.ts'

const settings: ProxySettings = {
  proxies: ['127.0.0.1', '10.0.0.0/8', '2001:db8:aa::/48'],
  addressHeader: 'x-forwarded-for',
}
const proxies = trustedProxies(settings)
const byForwarded = trustedProxies({ ...settings, addressHeader: 'forwarded' })

test.each([
  ['no header', '127.0.0.1', undefined, '127.0.0.1'],
  ['the client', '127.0.0.1', '192.0.2.7', '192.0.2.7'],
  ['over IPv4 in IPv6', '::ffff:127.0.0.1', '192.0.2.7', '192.0.2.7'],
  ['what the client wrote before it', '127.0.0.1', '8.8.8.8, 192.0.2.7', '192.0.2.7'],
  ['trusted hops between', '127.0.0.1', '192.0.2.7, 10.1.2.3,10.9.9.9', '192.0.2.7'],
  ['a spoofed trusted hop', '127.0.0.1', '8.8.8.8, 10.0.0.1, 192.0.2.7', '192.0.2.7'],
  ['trusted hops alone', '127.0.0.1', '10.0.0.1, 10.0.0.2', '10.0.0.1'],
  ['a stranger that says so', '192.0.2.9', '8.8.8.8', '192.0.2.9'],
  ['a stranger that says it is trusted', '192.0.2.9', '127.0.0.1', '192.0.2.9'],
  ['nonsense', '127.0.0.1', '192.0.2.7, nobody', '127.0.0.1'],
  ['nonsense before a hop', '127.0.0.1', '192.0.2.7, unknown, 10.0.0.9', '10.0.0.9'],
  ['empty elements', '127.0.0.1', '192.0.2.7,,', '127.0.0.1'],
  ['an address with its port', '127.0.0.1', '192.0.2.7:4711', '192.0.2.7'],
  ['IPv6', '127.0.0.1', '2001:db8::7', '2001:db8::7'],
  ['IPv6 with its port', '2001:db8:aa::1', '[2001:db8::7]:4711', '2001:db8::7'],
  ['a number that is not an address', '127.0.0.1', '192.0.2.700', '127.0.0.1'],
])('X-Forwarded-For: %s', (...row) => {
  const [, peer, header, client] = row
  expect(proxies.clientOf(peer, { 'x-forwarded-for': header })).toBe(client)
  // Another header says nothing here.
  expect(proxies.clientOf(peer, { 'x-forwarded-for': header, forwarded: 'for=8.8.4.4' })).toBe(
    client,
  )
})

test.each([
  ['for=192.0.2.7', '192.0.2.7'],
  ['For="[2001:db8::7]:4711";proto=https', '2001:db8::7'],
  ['for=8.8.8.8, for=192.0.2.7;by=10.0.0.1', '192.0.2.7'],
  ['for=192.0.2.7;host="a,b;for=8.8.8.8", for=10.0.0.1', '192.0.2.7'],
  ['for=_hidden', '127.0.0.1'],
  ['for=unknown, for=10.0.0.3', '10.0.0.3'],
  ['for=192.0.2.7;for=8.8.8.8', '127.0.0.1'],
  ['proto=https', '127.0.0.1'],
  ['for="192.0.2.7', '127.0.0.1'],
])('Forwarded: %s', (header, client) => {
  const headers = { forwarded: header, 'x-forwarded-for': '8.8.4.4' }
  expect(byForwarded.clientOf('127.0.0.1', headers)).toBe(client)
  expect(byForwarded.clientOf('192.0.2.9', headers)).toBe('192.0.2.9')
})

test('whatever a client sends, what the proxy appends decides', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), fc.ipV4(), (sent, own) => {
      fc.pre(!proxies.isTrusted(own))
      expect(proxies.clientOf('127.0.0.1', { 'x-forwarded-for': `${sent}, ${own}` })).toBe(own)
    }),
    { seed: 20_261_129, numRuns: 300 },
  )
})

test('certificates count from a trusted proxy, in the header that was named', async () => {
  const { certificate } = await robotCertificate()
  const der = Buffer.from(certificate.replace(/-----[^-]+-----|\s/g, ''), 'base64')
  const digest = (found: Buffer | undefined) =>
    found && createHash('sha256').update(found).digest('hex')
  const [pem, rfc] = [encodeURIComponent(certificate), `:${der.toString('base64')}:`]
  const named = (certificateHeader: 'client-cert' | 'ssl-client-cert') =>
    trustedProxies({ ...settings, certificateHeader })
  expect(
    digest(named('ssl-client-cert').certificateOf('127.0.0.1', { 'ssl-client-cert': pem })),
  ).toBe(digest(der))
  expect(digest(named('client-cert').certificateOf('10.1.1.1', { 'client-cert': rfc }))).toBe(
    digest(der),
  )
  const nothing = [
    proxies.certificateOf('127.0.0.1', { 'ssl-client-cert': pem, 'client-cert': rfc }),
    named('client-cert').certificateOf('127.0.0.1', { 'ssl-client-cert': pem }),
    named('client-cert').certificateOf('192.0.2.9', { 'client-cert': rfc }),
    ...['', ':', '::', '%', 'x', `${rfc}x`].map((text) =>
      named('client-cert').certificateOf('127.0.0.1', { 'client-cert': text }),
    ),
  ]
  expect(nothing.filter((each) => each !== undefined)).toEqual([])
})

test('settings that name no network are refused by name', () => {
  expect(readConfig({ TAXIWAY_TRUSTED_PROXIES: '10.0.0.0/8, ::1' }).proxies).toEqual({
    proxies: ['10.0.0.0/8', '::1'],
    addressHeader: 'x-forwarded-for',
  })
  for (const text of ['proxy.example', '10.0.0.0/33', '10.0.0.0/8/8', '10.0.0.1,', '::/129', '*'])
    expect(() => readConfig({ TAXIWAY_TRUSTED_PROXIES: text }), text).toThrow(
      'TAXIWAY_TRUSTED_PROXIES: must be addresses or networks',
    )
  expect(() => readConfig({ TAXIWAY_PROXY_ADDRESS_HEADER: 'x-real-ip' })).toThrow(
    'TAXIWAY_PROXY_ADDRESS_HEADER',
  )
})
