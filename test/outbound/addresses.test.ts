/** Which addresses are asked, at the edges of every range: the registries' own words are in the source. */
import { isIP } from 'node:net'
import { expect, test } from 'vitest'
import { neverAsked, outsideOnly } from '../../src/outbound/addresses.ts'

function verdict(address: string): string {
  const family = isIP(address) === 4 ? 'ipv4' : 'ipv6'
  if (neverAsked.check(address, family)) return 'never'
  return outsideOnly.check(address, family) ? 'private network' : 'asked'
}

const v4: Readonly<Record<string, readonly string[]>> = {
  asked: [
    '1.0.0.0',
    '8.8.8.8',
    '9.255.255.255',
    '11.0.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '126.255.255.255',
    '128.0.0.0',
    '169.253.255.255',
    '169.255.0.0',
    '172.15.255.255',
    '172.32.0.0',
    '192.167.255.255',
    '192.169.0.0',
    '198.17.255.255',
    '198.20.0.0',
    '223.255.255.255',
  ],
  'private network': [
    '10.0.0.0',
    '10.255.255.255',
    '100.64.0.0',
    '100.127.255.255',
    '127.0.0.1',
    '127.255.255.255',
    '172.16.0.0',
    '172.31.255.255',
    '192.168.0.0',
    '192.168.255.255',
  ],
  never: [
    '0.0.0.0',
    '0.255.255.255',
    '168.63.129.16',
    '169.254.0.0',
    '169.254.169.254',
    '169.254.255.255',
    '192.0.0.192',
    '192.0.2.1',
    '192.88.99.1',
    '198.18.0.0',
    '198.19.255.255',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.0',
    '239.255.255.255',
    '240.0.0.0',
    '255.255.255.255',
  ],
}

const v6: Readonly<Record<string, readonly string[]>> = {
  asked: ['2000::', '2001:200::', '2606:4700::1111', '2a00::1', '3ffe:ffff::1', '3fff:1000::'],
  'private network': ['::1', 'fc00::', 'fd12:3456::1', 'fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  never: [
    '::',
    '::2',
    '::10.0.0.1',
    '::ffff:0:10.0.0.1',
    '64:ff9b:1::10.0.0.1',
    '64:ff9a:ffff:ffff:ffff:ffff:ffff:ffff',
    '64:ff9b::1:0:0',
    '100::1',
    '1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
    '2001::1',
    '2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff',
    '2001:db8::1',
    '2002:a00:1::',
    '3fff::1',
    '3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff',
    '4000::',
    'fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
    'fe00::',
    'fe80::1',
    'febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
    'fec0::1',
    'ff02::1',
    'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
  ],
}

test.each(Object.entries(v4))('%s: an IPv4 address, also mapped and by NAT64', (state, list) => {
  const forms = list.flatMap((each) => [each, `::ffff:${each}`, `64:ff9b::${each}`])
  expect(forms.filter((address) => verdict(address) !== state)).toEqual([])
})

test.each(Object.entries(v6))('%s: an IPv6 address', (state, list) => {
  expect(list.filter((address) => verdict(address) !== state)).toEqual([])
})
