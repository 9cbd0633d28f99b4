/**
 * Identifiers that identify nothing: what firmware says when nobody filled it in, and addresses and
 * numbers that many machines share.
 */
import {
  missingText,
  placeholderNames,
  placeholderSerials,
  sharedAddresses,
  sharedUuids,
} from './placeholders.ts'

const junkSerials = lowerCase([...placeholderSerials, missingText])
const junkNames = lowerCase([...placeholderNames, missingText])
const junkUuids = new Set(sharedUuids.flatMap((uuid) => [uuid, byteSwapped(uuid)]))
const junkAddresses = new Set([
  ...sharedAddresses,
  'E2:E6:16:20:0A:35',
  'D2:0A:2D:A0:04:BE',
  'D2:6B:25:2F:2C:E7',
])

function lowerCase(texts: readonly string[]): ReadonlySet<string> {
  return new Set(texts.map((text) => text.toLowerCase()))
}

/** Serial numbers that many machines share, and placeholders. */
export function isJunkSerial(serial: string): boolean {
  const text = serial.trim().toLowerCase()
  return (
    text === '' ||
    junkSerials.has(text) ||
    /^[01]+$/.test(text) ||
    /^\d\.\d(\.\d)?$/.test(text) ||
    (text.length >= 5 && '1234567890'.startsWith(text))
  )
}

/** Manufacturer, model, family and SKU texts that firmware leaves as they came from the factory. */
export function isJunkName(name: string): boolean {
  const text = name.trim().toLowerCase()
  return text === '' || junkNames.has(text)
}

/** What is not a UUID, UUIDs of one repeated byte, and known shared ones, in either byte order. */
export function isJunkUuid(uuid: string): boolean {
  const text = uuid.trim().toLowerCase()
  const digits = text.replaceAll('-', '')
  return (
    !isUuid(text) ||
    /^(.{2})\1*$/.test(digits) ||
    /^(deadbeef|efbeadde)/.test(digits) ||
    junkUuids.has(text)
  )
}

const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)

/** Addresses of no real card; also multicast ones, which no card may have. */
export function isJunkMac(macAddress: string): boolean {
  const text = macAddress.toUpperCase()
  const isMulticast = (Number.parseInt(text.slice(0, 2), 16) & 1) === 1
  return (
    isMulticast ||
    /^(00:){5}00$/.test(text) ||
    /^00:50:56:C0:/.test(text) ||
    junkAddresses.has(text)
  )
}

/** Addresses somebody made up (second-lowest bit of the first byte): virtual or randomised. */
export function isLocalMac(macAddress: string): boolean {
  return (Number.parseInt(macAddress.slice(0, 2), 16) & 2) === 2
}

/** Disk serials that are absent, of QEMU's fixed scheme, all zeros, or an id with a generic maker part. */
export function isJunkDiskSerial(serial: string): boolean {
  const text = serial.trim().replace(/\.$/, '').toUpperCase()
  return (
    /^[0_]*$/.test(text) ||
    /^QM0{3,}\d+$/.test(text) ||
    /00E0_4C0E/.test(text) ||
    isJunkSerial(text)
  )
}

/** What is not thirteen digits, all zeros, or the tool's word for "not checked". */
export function isJunkProductKeyId(productKeyId: string): boolean {
  return !/^\d{13}$/.test(productKeyId) || /^0+$/.test(productKeyId)
}

/** The same UUID with its first three groups read in the other byte order, as some decoders print it. */
export function byteSwapped(uuid: string): string {
  const groups = uuid.split('-')
  return groups.map((group, i) => (i < 3 ? backwards(group) : group)).join('-')
}

/** The bytes of hex digits in the other order. */
function backwards(hex: string): string {
  let swapped = ''
  for (let at = hex.length - (hex.length % 2) - 2; at >= 0; at -= 2)
    swapped += hex.slice(at, at + 2)
  return swapped
}
