/**
 * Texts and numbers that firmware leaves where nobody filled in anything, and that many machines share.
 *
 * From inventory products that publish their lists (GLPI), systemd's hardware database and decoded hashes. What only
 * looks odd is not listed.
 */

/** What Windows puts where the firmware has no such string at all. [verified on four machines] */
export const missingText = 'SMBIOS_STRING_INDEX_0'

/** What the firmware says, as it says it; empty where the string is missing there. */
export function statedText(text: string | null): string {
  return text === null || text === missingText ? '' : text
}

export const placeholderSerials =
  entries(`N/A|None|(null string)|INVALID|Not Specified|empty|Unknow|Unknown|EVAL
IATPASS|NNNNNNN|xxxxxxxxxxx|0123456789|123456789000|12345678901234567
SYS-1234567890|SYS-9876543210|SN-12345|SN-1234567890|SN-123456fvgv3i0b8o5n6n7k|MB-1234567890
System Serial Number|SystemSerialNumb|OEM_Serial|Serial Number xxxxxx|Base Board Serial Number
To Be Filled By O.E.M.|To Be Filled By O.E.M|Default string|Default_string|Tulip Computers`)

/** Manufacturers, models, families and SKUs. */
export const placeholderNames =
  entries(`System manufacturer|System Product Name|Product Name|System Name|All Series|O.E.M.|OEM|N/A|None
*|Unknown|0000000000000001|To Be Filled By O.E.M.|To Be Filled By O.E.M|Default string|Default_string
Not Specified|INVALID|SKU|System SKU`)

export const sharedUuids =
  entries(`03000200-0400-0500-0006-000700080009|03d40274-0435-05dc-8506-010700080009
6ab5b300-538d-1014-9fb5-b0684d007b53|00010203-0405-0607-0809-0a0b0c0d0e0f`)

export const sharedAddresses =
  entries(`FE:FF:FF:FF:FF:FF|20:41:53:59:4E:FF|50:50:54:50:30:30|33:50:6F:45:30:30
24:B6:20:52:41:53|02:00:4E:43:50:49|02:80:37:EC:02:00|00:A0:C6:00:00:00|0A:00:27:00:00:00
00:0B:CA:FE:00:00`)

function entries(text: string): readonly string[] {
  return text.split(/[|\n]/)
}
