/**
 * The X.509 extension that limits an authority to certain names (RFC 5280, section 4.2.1.10).
 *
 * The certificate library cannot encode it. This covers only what our own authority needs: permitted host names
 * and single addresses, kept in encoded form, in which they can be compared and concatenated.
 */
import { isIP } from 'node:net'

export const nameConstraintsId = '2.5.29.30'

/** One permitted name, encoded, as base64. */
export type PermittedName = string

const sequence = 0x30
const permittedSubtrees = 0xa0
const hostName = 0x82
const address = 0x87

/** Permits a host name with everything below it, or exactly one address. */
export function permit(name: string): PermittedName {
  const bytes = isIP(name) === 0 ? Buffer.from(name, 'latin1') : bytesOfAddress(name)
  const general =
    isIP(name) === 0
      ? element(hostName, bytes)
      : element(address, Buffer.concat([bytes, Buffer.alloc(bytes.length, 0xff)]))
  return element(sequence, general).toString('base64')
}

/** The value of the extension. */
export function encodeNameConstraints(names: readonly PermittedName[]): Uint8Array<ArrayBuffer> {
  const subtrees = Buffer.concat(names.map((name) => Buffer.from(name, 'base64')))
  return new Uint8Array(element(sequence, element(permittedSubtrees, subtrees)))
}

/** What `encodeNameConstraints` was given. */
export function decodeNameConstraints(value: ArrayBuffer): readonly PermittedName[] {
  let rest = contentOf(contentOf(Buffer.from(value)).content).content
  const names: PermittedName[] = []
  while (rest.length > 0) {
    const { end } = contentOf(rest)
    names.push(rest.subarray(0, end).toString('base64'))
    rest = rest.subarray(end)
  }
  return names
}

/** DER: a tag, the length (one byte below 128, else two bytes after 0x82), the content. */
function element(tag: number, content: Buffer): Buffer {
  const { length } = content
  const size = length < 0x80 ? [length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

function contentOf(bytes: Buffer): { readonly content: Buffer; readonly end: number } {
  const isLong = bytes.readUInt8(1) === 0x82
  const start = isLong ? 4 : 2
  const end = start + (isLong ? bytes.readUInt16BE(2) : bytes.readUInt8(1))
  return { content: bytes.subarray(start, end), end }
}

function bytesOfAddress(text: string): Buffer {
  if (isIP(text) === 4) return Buffer.from(text.split('.').map(Number))
  // The URL parser normalizes every spelling: eight groups, at most one run of zeros shortened to `::`.
  const [head = '', tail] = new URL(`https://[${text}]`).hostname.slice(1, -1).split('::')
  const groups = (part: string) => part.split(':').filter((group) => group !== '')
  const after = groups(tail ?? '')
  const before = groups(head)
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0')
  const all = [...before, ...zeros, ...after].map((group) => Number.parseInt(group, 16))
  return Buffer.from(all.flatMap((group) => [group >> 8, group & 0xff]))
}
