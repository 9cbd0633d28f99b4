/**
 * The deny list that an installation starts with.
 *
 * From inventory products that publish theirs (GLPI), systemd's hardware database, decoded hashes
 * (QEMU's disk serials, VMware's SKU) and QEMU's documentation (its default address). What only looks
 * odd is not on it: an operator adds what his own fleet shows.
 */
import { type DenyList, type DenyRow, denyListOf } from './deny-list.ts'
import type { ValueKind } from './normalise.ts'

const serials = `N/A|None|(null string)|INVALID|Not Specified|empty|Unknow|Unknown|EVAL|IATPASS|NNNNNNN
xxxxxxxxxxx|0123456789|12345|123456|1234567|12345678|123456789|1234567890|123456789000|12345678901234567
SYS-1234567890|SYS-9876543210|SN-12345|SN-1234567890|SN-123456fvgv3i0b8o5n6n7k|MB-1234567890
System Serial Number|SystemSerialNumb|OEM_Serial|Serial Number xxxxxx|Base Board Serial Number
To Be Filled By O.E.M.|To Be Filled By O.E.M|Default string|Default_string|Tulip Computers`

const names = `System manufacturer|System Product Name|Product Name|System Name|All Series|O.E.M.|OEM|N/A|None
*|Unknown|0000000000000001|To Be Filled By O.E.M.|To Be Filled By O.E.M|Default string|Default_string
Not Specified|INVALID|SKU|System SKU`

const uuids = `03000200-0400-0500-0006-000700080009|03d40274-0435-05dc-8506-010700080009
6ab5b300-538d-1014-9fb5-b0684d007b53|00010203-0405-0607-0809-0a0b0c0d0e0f
01010101-0101-0101-0101-010101010101`

const addresses = `00:00:00:00:00:00|FF:FF:FF:FF:FF:FF|FE:FF:FF:FF:FF:FF|20:41:53:59:4E:FF|50:50:54:50:30:30
33:50:6F:45:30:30|24:B6:20:52:41:53|02:00:4E:43:50:49|02:80:37:EC:02:00|00:A0:C6:00:00:00|0A:00:27:00:00:00
00:0B:CA:FE:00:00|E2:E6:16:20:0A:35|D2:0A:2D:A0:04:BE|D2:6B:25:2F:2C:E7|52:54:00:12:34:56`

/** SHA-256 of no bytes and of 256 zero bytes: a key record without a key. */
const keys = `e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
5341e6b2646979a70e57653007a1f310169421ec9bdd9f1a5648f75ade005af1`

/** A UUID of one repeated digit is a placeholder whichever digit it is. */
const repeatedDigits = [...'0123456789abcdef'].map((digit) => `[${digit}-]+`)

/** Rows for the table, in no particular order. */
export const defaultDenyRows: readonly DenyRow[] = [
  ...values('serial', serials),
  ...patterns('serial', ['[01]+', '#.#', '#.#.#']),
  ...values('name', names),
  ...values('uuid', uuids),
  ...patterns('uuid', [...repeatedDigits, 'deadbeef-*']),
  ...values('mac', addresses),
  ...patterns('mac', ['00:50:56:C0:*']),
  ...patterns('disk', ['[0_]+', 'QM000#+', '*00E0_4C0E*']),
  ...patterns('productKeyId', ['0+']),
  ...patterns('offlineId', ['*:0+', '*:F+']),
  ...values('ek', keys),
]

export const defaultDenyList: DenyList = denyListOf(defaultDenyRows)

function values(kind: ValueKind, text: string): readonly DenyRow[] {
  return text.split(/[|\n]/).map((value) => ({ kind, value }))
}

function patterns(kind: ValueKind, texts: readonly string[]): readonly DenyRow[] {
  return texts.map((pattern) => ({ kind, pattern }))
}
