/** What each file of the field is expected to give; values are synthetic. */

export type Expectation = {
  readonly file: string
  /** Codes that `csv check` must say. */
  readonly says?: readonly string[]
  /** What no message may contain. */
  readonly never?: RegExp
  /** Rows that `fix` writes, with tag and user; null for a file that it refuses. */
  readonly fixed: readonly string[] | null
  /** What `collect` finds, in the same form. */
  readonly collected: readonly string[]
  /** What an import would send; a code where it stops instead. */
  readonly imported: readonly string[] | string
  /** What must be in the rejected rows. */
  readonly rejected?: string
}

const a = 'PW6KPXC6||'
const b = 'PFJY4X6G||'
const two = [a, b]

export const expectations: readonly Expectation[] = [
  {
    file: 'c1-zero-width-line.csv',
    says: ['blank-line'],
    fixed: [a],
    collected: [a],
    imported: [a],
  },
  {
    file: 'c4-hash-plain-text.txt',
    says: ['no-device'],
    fixed: [],
    collected: [],
    imported: 'no-rows',
    rejected: 'hello world',
  },
  {
    file: 'c5-tag-under-blank-title.csv',
    says: ['value-without-title'],
    never: /Empty columns/,
    fixed: [],
    collected: [],
    imported: 'value-without-title',
    rejected: 'Sales',
  },
  {
    file: 'c6-sample-row.csv',
    says: ['no-device'],
    fixed: ['PW6KPXC6|Sales|anna.berg@contoso.test', 'PFJY4X6G|Kiosk|'],
    collected: ['PW6KPXC6|Sales|anna.berg@contoso.test', 'PFJY4X6G|Kiosk|'],
    imported: ['PW6KPXC6|Sales|anna.berg@contoso.test', 'PFJY4X6G|Kiosk|'],
    rejected: '<serialNumber>',
  },
  {
    file: 'e3-shifted-users.csv',
    says: ['serial-mismatch'],
    fixed: ['PE3SEFHQ|Sales|anna.berg@contoso.test', 'PW7BE3VY|Kiosk|ben@contoso.test'],
    collected: ['PE3SEFHQ|Sales|anna.berg@contoso.test', 'PW7BE3VY|Kiosk|ben@contoso.test'],
    imported: 'serial-mismatch',
  },
  {
    file: 'h1b-trunc-255.csv',
    says: ['hash-length'],
    never: /Pad it/,
    fixed: [],
    collected: [],
    imported: [a],
    rejected: 'PW6KPXC6',
  },
  {
    file: 'i18-tag-jp.csv',
    says: ['character-not-ansi'],
    fixed: [],
    collected: ['SWPKV87|東京支店|'],
    imported: ['SWPKV87|東京支店|'],
    rejected: '東京支店',
  },
  {
    file: 'l1-eventviewer.csv',
    says: ['not-csv'],
    fixed: null,
    collected: [],
    imported: 'nothing',
  },
  {
    file: 'n06-smart-quotes.csv',
    says: ['value-guard'],
    fixed: [a],
    collected: [a],
    imported: [a],
  },
  {
    file: 'n07a-mail.csv',
    says: ['no-device'],
    fixed: [...two, 'PEZZUKRB||'],
    collected: [...two, 'PEZZUKRB||'],
    imported: [...two, 'PEZZUKRB||'],
    rejected: 'Anna Berg | IT Support',
  },
  {
    file: 'n08a-glued-no-eol.csv',
    says: ['line-end-lost'],
    fixed: two,
    collected: two,
    imported: two,
  },
  {
    file: 'n08c-utf16-then-ansi.csv',
    says: ['encoding-mixed'],
    fixed: two,
    collected: two,
    imported: two,
  },
  {
    file: 'n09b-german.csv',
    fixed: ['PW6KPXC6|Sales|'],
    collected: ['PW6KPXC6|Sales|'],
    imported: ['PW6KPXC6|Sales|'],
  },
  {
    file: 'n10a-graph-post.json',
    says: ['not-csv'],
    never: /quotation mark/,
    fixed: null,
    collected: ['PW6KPXC6|Sales|anna.berg@contoso.test', 'PFJY4X6G|Sales|anna.berg@contoso.test'],
    imported: ['PW6KPXC6|Sales|anna.berg@contoso.test', 'PFJY4X6G|Sales|anna.berg@contoso.test'],
  },
  { file: 'n10c-u002b.json', says: ['not-csv'], fixed: null, collected: [a], imported: [a] },
  {
    file: 'n10e-format-list.txt',
    says: ['not-csv'],
    fixed: null,
    collected: ['PW6KPXC6|Sales|', 'PFJY4X6G|Sales|'],
    imported: ['PW6KPXC6|Sales|', 'PFJY4X6G|Sales|'],
  },
  {
    file: 'n11a-pipe.csv',
    says: ['separator-not-comma'],
    fixed: two,
    collected: two,
    imported: two,
  },
  {
    file: 'n13b-excel-guard.csv',
    says: ['value-guard'],
    fixed: two,
    collected: two,
    imported: two,
  },
  {
    file: 'n19-plus-as-space.csv',
    says: ['hash-plus-as-blank'],
    fixed: [a],
    collected: [a],
    imported: [a],
  },
  {
    file: 'n27a-sqlcmd.csv',
    says: ['no-device', 'empty-word'],
    fixed: two,
    collected: two,
    imported: two,
    rejected: '(2 rows affected)',
  },
  { file: 'r-row.csv', fixed: ['PF35EVXA||'], collected: ['PF35EVXA||'], imported: ['PF35EVXA||'] },
  {
    file: 'r03c-excel-dates.csv',
    says: ['serial-spreadsheet'],
    never: /shifted/,
    fixed: ['Mar-24||', 'May-24||', '1234567890123450000||'],
    collected: ['Mar-24||', 'May-24||', '1234567890123450000||'],
    imported: 'serial-spreadsheet',
  },
  { file: 'r04-hp.csv', says: ['kind-partner-center'], fixed: two, collected: two, imported: two },
  {
    file: 'r05b-mmd-odd-order.csv',
    says: ['identifiers-swapped', 'kind-other-import'],
    never: /\bhash(?!es\b)/,
    fixed: ['5CG1234ABC||', '5CG1234ABD||'],
    collected: [],
    imported: 'kind-other-import',
  },
  {
    file: 'r09-cwa.csv',
    never: /without hardware hashes/,
    fixed: [...two, 'PEZZUKRB||'],
    collected: [...two, 'PEZZUKRB||'],
    imported: [...two, 'PEZZUKRB||'],
  },
  {
    file: 'r10c-null.csv',
    says: ['empty-word'],
    fixed: [a, 'PFJY4X6G|Kiosk|'],
    collected: [a, 'PFJY4X6G|Kiosk|'],
    imported: [a, 'PFJY4X6G|Kiosk|'],
  },
  {
    file: 'r13-OA3.xml',
    says: ['not-csv'],
    fixed: null,
    collected: ['52TGZL8||'],
    imported: ['52TGZL8||'],
  },
  {
    file: 'r16-double.csv',
    says: ['hash-encoded-twice'],
    fixed: [a],
    collected: [a],
    imported: [a],
  },
  {
    file: 'r18-padded-firmware.csv',
    never: /differs|not the one/,
    fixed: ['CZJ4470ABC||'],
    collected: ['CZJ4470ABC||'],
    imported: ['CZJ4470ABC||'],
  },
  {
    file: 's6-semicolon.csv',
    says: ['separator-not-comma'],
    fixed: [a],
    collected: [a],
    imported: [a],
  },
  {
    file: 'v07c-asset.csv',
    never: /capture the hardware hash/i,
    fixed: two,
    collected: two,
    imported: two,
  },
  {
    file: 'x9-header-comma-rows-semicolon.csv',
    says: ['separator-not-comma'],
    fixed: two,
    collected: two,
    imported: two,
  },
  {
    file: 'a10.csv.gz',
    says: ['not-text'],
    fixed: null,
    collected: ['VMware-56 4d e9 5f 77 4b 99 6b-51 13 7b 72 0f 13 38 32||'],
    imported: ['VMware-56 4d e9 5f 77 4b 99 6b-51 13 7b 72 0f 13 38 32||'],
  },
  {
    file: 'a14-winpe.zip',
    says: ['not-text'],
    fixed: null,
    collected: ['PWC6Q603||'],
    imported: ['PWC6Q603||'],
  },
  {
    file: 'AutopilotConfigurationFile.json',
    says: ['not-csv'],
    fixed: null,
    collected: [],
    imported: 'nothing',
  },
]
