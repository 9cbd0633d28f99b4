/**
 * Identifiers that identify nothing: what firmware says when nobody filled it in, and addresses and
 * numbers that many machines share.
 *
 * The lists come from inventory products that publish theirs (GLPI), systemd's hardware database
 * and decoded hashes; a value that only looks odd is not on them.
 */

const junkSerials = new Set(
  `n/a|none|(null string)|invalid|not specified|empty|unknow|unknown|eval|iatpass|nnnnnnn|xxxxxxxxxxx|0123456789
sys-1234567890|sys-9876543210|sn-12345|sn-1234567890|sn-123456fvgv3i0b8o5n6n7k|mb-1234567890|123456789000
12345678901234567|system serial number|systemserialnumb|oem_serial|serial number xxxxxx|base board serial number
to be filled by o.e.m.|to be filled by o.e.m|default string|default_string|tulip computers|smbios_string_index_0`.split(
    /[|\n]/,
  ),
)

const junkNames = new Set(
  `system manufacturer|system product name|product name|system name|all series|o.e.m.|oem|n/a|none|*|unknown
0000000000000001|to be filled by o.e.m.|to be filled by o.e.m|default string|default_string|smbios_string_index_0
not specified|invalid|sku|system sku`.split(/[|\n]/),
)

const junkUuids = new Set(
  [
    '03000200-0400-0500-0006-000700080009',
    '03d40274-0435-05dc-8506-010700080009',
    '6ab5b300-538d-1014-9fb5-b0684d007b53',
    '00010203-0405-0607-0809-0a0b0c0d0e0f',
  ].flatMap((uuid) => [uuid, byteSwapped(uuid)]),
)

const junkAddresses = new Set([
  'FE:FF:FF:FF:FF:FF',
  '20:41:53:59:4E:FF',
  '50:50:54:50:30:30',
  '33:50:6F:45:30:30',
  '24:B6:20:52:41:53',
  '02:00:4E:43:50:49',
  '02:80:37:EC:02:00',
  '00:A0:C6:00:00:00',
  '0A:00:27:00:00:00',
  '00:0B:CA:FE:00:00',
  'E2:E6:16:20:0A:35',
  'D2:0A:2D:A0:04:BE',
  'D2:6B:25:2F:2C:E7',
])

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

/** What is no UUID, UUIDs of one repeated byte, and known shared ones, in either byte order. */
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
  const swap = (group: string) => (group.match(/../g) ?? []).reverse().join('')
  return groups.map((group, i) => (i < 3 ? swap(group) : group)).join('-')
}
