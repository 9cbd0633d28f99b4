/**
 * Which addresses are not asked for anybody, and which only where the operator says so.
 *
 * Ranges are those of the IANA special-purpose address registries (RFC 6890 and its successors). An IPv4
 * address counts the same in its IPv6 disguises: mapped (RFC 4291) is Node's to see, NAT64 (RFC 6052) is listed
 * here, and the others (6to4, Teredo, translated) are obsolete and never asked.
 */
import { BlockList } from 'node:net'

/** Loopback, private (RFC 1918) and shared by carriers (RFC 6598): here a provider of the private network may be. */
const ownNetwork4 = [
  '127.0.0.0/8',
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
]

/** Of one link, of the machine below, of documents and tests, of many at once, of nobody. */
const never4 = [
  '0.0.0.0/8',
  // Link-local; clouds answer here with the machine's own credentials.
  '169.254.0.0/16',
  // Azure's fabric, a public address that only its machines reach. [documented: What is IP address 168.63.129.16]
  '168.63.129.16/32',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]

/** Unique-local (RFC 4193); loopback is an address of its own. */
const ownNetwork6 = ['fc00::/7', '::1/128']

/** Protocols' own, documents', 6to4; the rest of `never` is all that is not global unicast. */
const never6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']

/** From one to the other, both included: what is neither global unicast (2000::/3) nor listed above. */
const neverRanges6 = [
  ['::', '::'],
  ['::2', '::fffe:ffff:ffff'],
  ['::1:0:0:0', '64:ff9a:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['64:ff9b::1:0:0', '1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['4000::', 'fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['fe00::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
] as const

/** Where a provider that the operator has marked may not be either. */
export const neverAsked = never(new BlockList())

/** Where any other provider may not be. */
export const outsideOnly = privateNetwork(never(new BlockList()))

function never(list: BlockList): BlockList {
  for (const range of never4) add4(list, range)
  for (const range of never6) add6(list, range)
  for (const [first, last] of neverRanges6) list.addRange(first, last, 'ipv6')
  return list
}

function privateNetwork(list: BlockList): BlockList {
  for (const range of ownNetwork4) add4(list, range)
  for (const range of ownNetwork6) add6(list, range)
  return list
}

function add4(list: BlockList, range: string): void {
  const [network, length] = parts(range)
  list.addSubnet(network, length, 'ipv4')
  list.addSubnet(`64:ff9b::${network}`, 96 + length, 'ipv6')
}

function add6(list: BlockList, range: string): void {
  const [network, length] = parts(range)
  list.addSubnet(network, length, 'ipv6')
}

function parts(range: string): readonly [network: string, length: number] {
  const [network = '', length] = range.split('/')
  return [network, Number(length)]
}
