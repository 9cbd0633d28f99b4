/** Serial numbers that firmware carries when nobody set one: placeholders, not identities. */
const placeholders = new Set(
  [
    'smbios_string_index_0|n/a|none|null|(null string)|invalid|not specified|not applicable|empty|unknow|unknown|eval|iatpass',
    'nnnnnnn|xxxxxxxxxxx|0123456789|12345|123456|1234567|12345678|123456789|1234567890|123456789000|12345678901234567',
    'sys-1234567890|sys-9876543210|sn-12345|sn-1234567890|sn-123456fvgv3i0b8o5n6n7k|mb-1234567890',
    'system serial number|systemserialnumb|oem_serial|serial number xxxxxx|base board serial number',
    'to be filled by o.e.m.|to be filled by o.e.m|default string|default_string|tulip computers|o.e.m.|oem',
  ]
    .join('|')
    .split('|'),
)
const pattern = /^(?:0+|1+|[01]+|\d\.\d(?:\.\d)?)$/

/** True for a placeholder; false for '' too, since absence is another finding. */
export function isJunkSerial(serial: string): boolean {
  return placeholders.has(serial.toLowerCase()) || pattern.test(serial)
}
