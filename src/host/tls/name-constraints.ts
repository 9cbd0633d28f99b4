/**
 * The X.509 extension that limits an authority to certain names (RFC 5280, section 4.2.1.10).
 *
 * The certificate library cannot encode it, and a server that only reads it need not load that library. This covers only
 * what our own authority needs: permitted host names and single addresses, kept in encoded form, in which they can be
 * compared and concatenated.
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

/** What the certificate, as DER, permits; none where it has no such extension. Throws where it is not DER. */
export function namesPermittedBy(der: Buffer): readonly PermittedName[] {
  const [certificate] = elementsIn(der)
  const [signed] = elementsIn(certificate?.content)
  const extensions = elementsIn(signed?.content).find(({ tag }) => tag === extensionsTag)
  const [list] = elementsIn(extensions?.content)
  for (const extension of elementsIn(list?.content)) {
    const parts = elementsIn(extension.content)
    if (parts[0]?.content.equals(nameConstraints)) return namesIn(parts.at(-1)?.content)
  }
  return []
}

/** Of the value of the extension. */
function namesIn(value: Buffer | undefined): readonly PermittedName[] {
  const [constraints] = elementsIn(value)
  const [permitted] = elementsIn(constraints?.content)
  return elementsIn(permitted?.content).map(({ whole }) => whole.toString('base64'))
}

/** The extensions of a certificate, and the id of this one (2.5.29.30). */
const extensionsTag = 0xa3
const nameConstraints = Buffer.of(0x55, 0x1d, 0x1e)

/** DER: a tag, the length (one byte below 128, else two bytes after 0x82), the content. */
function element(tag: number, content: Buffer): Buffer {
  const { length } = content
  const size = length < 0x80 ? [length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

type Element = { readonly tag: number; readonly content: Buffer; readonly whole: Buffer }

function elementsIn(bytes: Buffer = Buffer.alloc(0)): readonly Element[] {
  const elements: Element[] = []
  for (let at = 0; at < bytes.length; ) {
    const first = bytes.readUInt8(at + 1)
    const more = first < 0x80 ? 0 : first - 0x80
    const start = at + 2 + more
    const end = start + (more === 0 ? first : bytes.readUIntBE(at + 2, more))
    if (end > bytes.length) throw new RangeError('a part of the certificate is missing')
    const [content, whole] = [bytes.subarray(start, end), bytes.subarray(at, end)]
    elements.push({ tag: bytes.readUInt8(at), content, whole })
    at = end
  }
  return elements
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
