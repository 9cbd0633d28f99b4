/**
 * A DeviceLink: Base64 of JSON that the device itself made, with its inventory and the id of its link.
 * [observed: public consumers read `DeviceInfo` with SerialNumber, Manufacturer, ModelName and LinkId]
 */
import { createHash } from 'node:crypto'
import { canonicalJson, type JsonValue } from '../audit/canonical-json.ts'
import { DomainError } from '../errors.ts'
import { normalised } from '../identity/normalise.ts'
import { maxTextLength } from '../storable-text.ts'

/** What names a device. */
export type DeviceNames = {
  readonly serialNumber: string
  readonly manufacturer: string
  readonly model: string
}

export type DeviceLink = DeviceNames & {
  /** Digest of all that the link says. */
  readonly content: string
  /**
   * Digest of device and link id: what else a link says may differ from export to export. Where it names neither, all
   * that it says.
   */
  readonly identity: string
  /** Digest of the device alone; null = the link does not name it. */
  readonly device: string | null
}

const maxLink = 256 * 1024

/** Throws `request-invalid`. */
export function readDeviceLink(deviceLink: string): DeviceLink {
  const said = contentOf(deviceLink)
  const names = {
    serialNumber: textNamed(said, /serial_?number$/i) ?? '',
    manufacturer: textNamed(said, /manufacturer(?:_?name)?$/i) ?? '',
    model: textNamed(said, /model(?:_?name)?$/i) ?? '',
  }
  const content = digestOf(canonicalJson(said))
  const identity = [...spelled(names), textNamed(said, /link_?id$/i) ?? '']
  const isNamed = identity.some((name) => name !== '')
  return {
    ...names,
    content,
    identity: isNamed ? digestOf(JSON.stringify(identity)) : content,
    device: deviceDigest(names),
  }
}

/** A serial number identifies a device only together with its maker and model. */
export function deviceDigest(names: DeviceNames): string | null {
  const all = spelled(names)
  return all.includes('') ? null : digestOf(JSON.stringify(all))
}

function spelled({ manufacturer, model, serialNumber }: DeviceNames): readonly string[] {
  return [manufacturer, model, serialNumber].map((each) => normalised('name', each))
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** The link's content in canonical form: blanks and member order make no difference. */
function contentOf(deviceLink: string): JsonValue {
  if (deviceLink.trim() === '' || deviceLink.length > maxLink)
    throw new DomainError('request-invalid', 'deviceLink is empty or too long.')
  try {
    const text = Buffer.from(deviceLink, 'base64').toString('utf8')
    const said: JsonValue = JSON.parse(text)
    // Also thrown for unreasonably deep nesting.
    canonicalJson(said)
    return said
  } catch {
    throw new DomainError('request-invalid', 'deviceLink is not Base64 of JSON.')
  }
}

const maxDepth = 8

/** The first text whose name looks like that, anywhere in the document. */
function textNamed(value: unknown, like: RegExp, depth = 0): string | undefined {
  if (typeof value !== 'object' || value === null || depth > maxDepth) return undefined
  for (const [name, member] of Object.entries(value)) {
    if (like.test(name) && typeof member === 'string')
      return member.replaceAll('\0', '').slice(0, maxTextLength)
    const inner = textNamed(member, like, depth + 1)
    if (inner !== undefined) return inner
  }
  return undefined
}
