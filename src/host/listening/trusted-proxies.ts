/**
 * What a reverse proxy in front says of its clients, believed only of connections from addresses that the operator
 * trusts. Of a chain of hops the last that is not trusted counts: whatever stands before it is its own word.
 */

import { X509Certificate } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { BlockList, isIP } from 'node:net'

/**
 * Where a proxy writes its clients' addresses. One header and no other: a proxy replaces or extends the one it knows, and
 * passes the other on as a client made it up.
 */
export type AddressHeader = 'x-forwarded-for' | 'forwarded'

/** Where a proxy that ends TLS writes the certificate whose key its client has proved. */
export type CertificateHeader = 'client-cert' | 'ssl-client-cert'

export type TrustedProxies = {
  isTrusted(address: string): boolean
  /** The client's address, of a connection from `peer`. */
  clientOf(peer: string, headers: IncomingHttpHeaders): string
  /** Undefined: it has none, or the header is not this proxy's to say. */
  certificateOf(peer: string, headers: IncomingHttpHeaders): Buffer | undefined
}

export type ProxySettings = {
  /** Addresses and networks such as `10.0.0.0/8`. */
  readonly proxies: readonly string[]
  readonly addressHeader: AddressHeader
  readonly certificateHeader?: CertificateHeader
}

/** Undefined: it is neither an address nor a network. */
function networkIn(text: string): Parameters<BlockList['addSubnet']> | undefined {
  const [address = '', length, more] = text.split('/')
  const family = isIP(address)
  if (family === 0 || more !== undefined || !/^\d{1,3}$/.test(length ?? '0')) return undefined
  const whole = family === 4 ? 32 : 128
  const bits = length === undefined ? whole : Number(length)
  return bits <= whole ? [address, bits, family === 4 ? 'ipv4' : 'ipv6'] : undefined
}

export function isNetwork(text: string): boolean {
  return networkIn(text) !== undefined
}

export function trustedProxies(settings: ProxySettings): TrustedProxies {
  const list = new BlockList()
  for (const network of settings.proxies.map(networkIn)) if (network) list.addSubnet(...network)
  const isTrusted = (address: string) => {
    // Asked for every request, and most servers trust nobody.
    if (settings.proxies.length === 0) return false
    const plain = unmapped(address)
    return isIP(plain) !== 0 && list.check(plain, isIP(plain) === 4 ? 'ipv4' : 'ipv6')
  }
  const hopsIn = settings.addressHeader === 'forwarded' ? hopsOfForwarded : hopsOfList
  return {
    isTrusted,
    clientOf(peer, headers) {
      if (!isTrusted(peer)) return peer
      let client = peer
      for (const hop of hopsIn(String(headers[settings.addressHeader] ?? '')).toReversed()) {
        // Hidden or broken: nothing before it can be believed, and the hop that wrote it is the last known.
        if (hop === undefined) return client
        client = hop
        if (!isTrusted(hop)) return client
      }
      return client
    },
    certificateOf(peer, headers) {
      const name = settings.certificateHeader
      if (name === undefined || !isTrusted(peer)) return undefined
      return certificateIn(String(headers[name] ?? ''))
    },
  }
}

export const nobodyTrusted = trustedProxies({ proxies: [], addressHeader: 'x-forwarded-for' })

function unmapped(address: string): string {
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address
}

/** X-Forwarded-For: addresses alone, some with ports; undefined = not an address. */
function hopsOfList(text: string): readonly (string | undefined)[] {
  return text === '' ? [] : text.split(',').map(addressIn)
}

/** RFC 7239: `for=` of each element. A proxy that writes none has hidden its client. */
function hopsOfForwarded(text: string): readonly (string | undefined)[] {
  const elements = splitOutsideQuotes(text, ',')
  return elements.map((element) => {
    const pairs = splitOutsideQuotes(element, ';').map((pair) => pair.trim())
    const found = pairs.filter((pair) => /^for=/i.test(pair)).map((pair) => pair.slice(4))
    return found.length === 1 ? addressIn(unquoted(found[0] ?? '')) : undefined
  })
}

function splitOutsideQuotes(text: string, separator: ',' | ';'): readonly string[] {
  if (text.trim() === '') return []
  const parts = ['']
  let isQuoted = false
  for (const character of text) {
    if (character === '"') isQuoted = !isQuoted
    if (character === separator && !isQuoted) parts.push('')
    else parts[parts.length - 1] += character
  }
  return parts
}

function unquoted(text: string): string {
  return /^"(.*)"$/.exec(text)?.[1] ?? text
}

/** `192.0.2.7`, `192.0.2.7:4711`, `2001:db8::1`, `[2001:db8::1]:4711`. */
function addressIn(text: string): string | undefined {
  const trimmed = text.trim()
  const bracketed = /^\[([^\]]+)\](:\d{1,5})?$/.exec(trimmed)?.[1]
  const withPort = /^([\d.]+):\d{1,5}$/.exec(trimmed)?.[1]
  const address = unmapped(bracketed ?? withPort ?? trimmed)
  return isIP(address) === 0 ? undefined : address
}

/** RFC 9440 (`:base64:` of DER), or PEM that is percent-encoded, as nginx writes it. */
function certificateIn(text: string): Buffer | undefined {
  if (text === '') return undefined
  const der = /^:([\w+/=]+):$/.exec(text)?.[1]
  try {
    return new X509Certificate(
      der === undefined ? decodeURIComponent(text) : Buffer.from(der, 'base64'),
    ).raw
  } catch {
    return undefined
  }
}
