/** What each finding about the values of rows means, with an example before and after. */
import type { About } from './about.ts'

export const aboutValues: Readonly<Record<string, About>> = {
  'space-around-value': {
    about: 'Spaces before or after a value, including no-break spaces.',
    before: '` PE0VG8PF ,,T0GX…`',
    after: '`PE0VG8PF,,T0GX…`',
  },
  'value-escaped': {
    about: 'Characters as web pages and XML write them, by name or number.',
    before: '`R&amp;D`, `S&#97;les`',
    after: '`R&D`, `Sales`',
  },
  'group-tag-doubtful': {
    about:
      'A tag that may be a word for no tag, a number or date of a spreadsheet, several tags, a label, an escaped text, a user or the serial number. It is kept, since a tenant may have any tag, such as `NA` for North America. Words that no group has, such as `NULL`, `n/a` and `k. A.`, are `empty-word` instead.',
    before: '`TBD`, `1.23E+11`, `Sales;Kiosk`',
    after: 'nothing, or the tag that is meant',
  },
  'comma-in-value': {
    about: 'A comma inside a value (*documented*: none allowed). A repair leaves the row out.',
    before: '`"Sales, Berlin"`',
    after: '`Sales Berlin`',
  },
  'formula-start': {
    about:
      'The value begins with `=`, `+`, `-`, `@`, `|` or `%`, full width too: a spreadsheet that opens an export would calculate it, and the registry refuses such tags.',
    before: '`=1+1`',
    after: '`1+1`',
  },
  'serial-missing': {
    about:
      'The serial number is required (*documented*). Machines whose firmware has none leave it empty; a warning for `intune-lenient`, and not asked of partners.',
    before: '`,,T0HN…`',
    after: '`LAB-0007,,T0HN…`',
  },
  'serial-junk': {
    about: 'A placeholder shared by many machines.',
    before: '`To Be Filled By O.E.M.`',
    after: 'the serial number on the label, set in the firmware',
  },
  'serial-spreadsheet': {
    about:
      'A spreadsheet turned it into a date or number, rounded it to fifteen digits, or dropped leading zeros; the message has the serial number in the hash.',
    before: '`Mar-24`',
    after: '`MAR2024`',
  },
  'serial-mismatch': {
    about:
      'The serial number is not the one inside the hash: hashes are in the wrong rows, or a board was replaced. Surrounding spaces and case do not matter.',
    before: '`0DN6741SS8,,T0GX…` (hash of PE0VG8PF)',
    after: '`PE0VG8PF,,T0GX…`',
  },
  'serial-not-in-hash': {
    about: 'The hash has no serial number to compare with.',
    before: '`LAB-0007,,T0HN…`',
    after: 'nothing to do',
  },
  'hash-missing': {
    about: 'The hash is required (*documented*).',
    before: '`PE0VG8PF,,`',
    after: '`PE0VG8PF,,T0GX…`',
  },
  'identity-incomplete': {
    about:
      'Partner Center requires a hash, a product id, or serial number with manufacturer and model (*documented*); the row has none of these.',
    before: '`PE0VG8PE,,,LENOVO,`',
    after: '`PE0VG8PE,,,LENOVO,21R3001BUK`',
  },
  'hash-padding': {
    about:
      'There are too few or too many letters `A` or equals signs at the end, and the digest is valid once they are corrected. The service answers a wrong number with 400, *Cannot convert the literal … to Edm.Binary* (*documented*).',
    before: '`…AAA=`',
    after: '`…AAAA`',
  },
  'hash-url-safe': {
    about: '`-` and `_` instead of `+` and `/`.',
    before: '`T0GX-_…`',
    after: '`T0GX+/…`',
  },
  'hash-not-base64': {
    about:
      'A character that is not base64: redacted, mistyped, or quoted. A repair leaves the row out.',
    before: '`T0GX…***…`',
    after: 'the hash, captured again',
  },
  'hash-length': {
    about:
      'Not the 4,000 characters of a complete hash, and more than zeros are missing: it was truncated, for example to 255 characters by a database column. "4K" does not mean 4,096 (*observed*). A repair leaves the row out.',
    before: '800 characters',
    after: '4,000 characters',
  },
  'hash-undecodable': {
    about:
      'Base64, but not a hardware hash: it does not begin with `OA`, or its records are inconsistent. A repair leaves the row out.',
    before: '`QUJDQUJD…`',
    after: '`T0GX…`',
  },
  'hash-digest': {
    about: 'The digest inside does not match the content: one changed character is enough.',
    before: 'one letter changed',
    after: 'the hash, captured again',
  },
  'hash-tail': {
    about: 'There is something where a hash has only zeros.',
    before: '`…AAAB`',
    after: '`…AAAA`',
  },
  'hash-incomplete': {
    about:
      'No serial number or manufacturer inside; the service may refuse it with 802 (*documented*: both must be there).',
    before: 'firmware without serial number',
    after: 'firmware with one, hash captured again',
  },
  'hash-winpe': {
    about: 'Captured in Windows PE: fewer identifiers, no wireless adapter (*documented*).',
    before: 'captured from a boot stick',
    after: 'captured in full Windows',
  },
  'hash-no-tpm': {
    about: 'No TPM key inside; self-deploying and pre-provisioning need one (*documented*).',
    before: 'TPM switched off',
    after: 'TPM switched on, hash captured again',
  },
  'product-id-not-13-digits': {
    about: 'A partner names a device by 13 digits (*documented*); only for `partner-center`.',
    before: '`,330537623169,,,`',
    after: '`,3305376231696,,,`',
  },
  'product-id-form': {
    about:
      "Neither 13 digits nor a complete product id. Microsoft's own sample has 12 digits, so this is only a warning.",
    before: '`none`',
    after: '(empty)',
  },
  'product-id-mismatch': {
    about:
      'Not the product key id inside the hash. For a complete OEM product id, its 13 digits are compared (*inferred*).',
    before: '`3556320606990`',
    after: '`3556320606995`',
  },
  'group-tag-length': {
    about: 'More than 512 characters (*observed* limit).',
    before: '513 characters',
    after: 'a shorter tag',
  },
  'user-form': {
    about:
      'Not a user principal name: one `@`, no space before it, and a domain with a dot after it.',
    before: '`Anna Berg`',
    after: '`anna.berg@contoso.com`',
  },
  'user-unknown': {
    about:
      'Not in the list given with `--users`, or not in the tenant asked with `--users-online`. The service checks the domain only, and a wrong user locks the device (*documented*).',
    before: '`ana.berg@contoso.com`',
    after: '`anna.berg@contoso.com`',
  },
  'device-name-form': {
    about: '1 to 15 letters, digits and hyphens, not digits alone (*documented* and *observed*).',
    before: '`THIS-NAME-IS-TOO-LONG`',
    after: '`BERLIN-0042`',
  },
  'tuple-missing': {
    about: 'A corporate identifier lacks one of its three parts.',
    before: '`HP,,X`',
    after: '`HP,HP ProBook 450 G5,X`',
  },
  'tuple-mismatch': {
    about:
      'Manufacturer or model is not spelled as in the firmware, which must match exactly (*documented*).',
    before: '`Lenovo,ThinkPad T14s`',
    after: '`LENOVO,21R3001BUK`',
  },
  'identifier-period': {
    about:
      'Corporate identifiers are written without periods (*documented*). `convert` removes them, `fix` does not.',
    before: '`Dell Inc.,Latitude 5530,52TGZL8`',
    after: '`Dell Inc,Latitude 5530,52TGZL8`',
  },
  'devicelink-missing': {
    about: 'The DeviceLink value is empty.',
    before: '`0DN6741SS8,`',
    after: 'the file, exported on the device again',
  },
  'duplicate-row': {
    about:
      'The row is an exact repetition of an earlier one; the service answers ZtdDeviceDuplicated (*documented*).',
    before: 'the same line twice',
    after: 'once',
  },
  'duplicate-device': {
    about:
      'The same device in different rows: captured twice, or with another tag. Also across files.',
    before: '`PE0VG8PF,,T0GX…,Sales` and `PE0VG8PF,,T0GX…,Berlin`',
    after: 'one of the two',
  },
  'serial-shared': {
    about:
      'One serial number, but the hashes show two devices: a replaced board, a clone, a mistyped row.',
    before: 'two boards with `PE0VG8PF`',
    after: 'both checked',
  },
  'value-guard': {
    about:
      'Something that belongs to the file and not to the value: `="X"` of a spreadsheet, typographic quotation marks, the apostrophe before text, the `>` of a mail, a label such as `S/N:`. An apostrophe is removed only before a value that a spreadsheet would calculate, or where the hash proves the serial number without it; a label only where the hash proves it. Reported once per file.',
    before: '`="PE0VG8PF"`',
    after: '`PE0VG8PF`',
  },
  'empty-word': {
    about:
      'A word such as `NULL`, `N/A`, `None`, `<optionalGroupTag>` or a dash in place of a product id, tag or user means an empty value. Reported once per file.',
    before: '`PE0VG8PF,NULL,T0GX…,NULL,NULL`',
    after: '`PE0VG8PF,,T0GX…,,`',
  },
  'hash-plus-as-blank': {
    about: 'A web form or script has turned every `+` into a space.',
    before: '`T0GX… hVRAh…`',
    after: '`T0GX…+hVRAh…`',
  },
  'hash-escaped': {
    about: 'Characters of the hash are written as `%2B`, `\\\\u002B`, `&#43;`, `\\\\/` or `=2B`.',
    before: '`T0GX…%2BhVRAh…`',
    after: '`T0GX…+hVRAh…`',
  },
  'hash-hexadecimal': {
    about: 'The bytes of the hash in hexadecimal digits, as databases and some tools print them.',
    before: '`PE0VG8PF,,0x4F419704…`',
    after: '`PE0VG8PF,,T0GX…`',
  },
  'hash-encoded-twice': {
    about: 'The base64 text was encoded as base64 again, as 8-bit or 16-bit text.',
    before: '`VDBHWEJB…`',
    after: '`T0GXBA…`',
  },
}
