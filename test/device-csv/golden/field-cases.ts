/** Kinds of damage that files of the field have: guards, words for nothing, lines that are not devices, lost line ends. */
import { sampleDevices } from '../samples.ts'
import {
  ansi,
  file,
  golden,
  header,
  header4,
  header5,
  partnerHeader,
  plainFile,
  rowA,
  rowB,
  rowC,
  utf8,
} from './golden-case.ts'

const hash = sampleDevices[0]?.hash ?? ''
const spoiled = (text: string): string => file(header, `PE0VG8PF,,${text}`, rowB)

export const fieldCases = [
  golden('json', '{"serialNumber":"PE0VG8PF","hash":"x"}', ['0:- not-csv', { fixed: null }]),
  golden('identifiers-swapped', file('HP,5CG1234ABC,HP EliteBook 840 G8'), [
    '0:- identifiers-swapped | 0:- kind-other-import',
    { fixed: file('HP,HP EliteBook 840 G8,5CG1234ABC'), remaining: '0:- kind-other-import' },
  ]),
  golden('column-of-groups', file(`${header},Deployment group`, `${rowA},Sales`, `${rowB},`), [
    '1:4 column-doubtful',
  ]),
  golden('value-without-title', file(`${header},`, `${rowA},Sales`, `${rowB},`), [
    '2:4 value-without-title',
    { fixed: file(header, rowB), leftOut: '2 value-without-title' },
  ]),
  golden(
    'user-in-another-column',
    file(`${header},Last`, `${rowA},anna@contoso.test`, `${rowB},`),
    ['1:4 column-extra | 2:4 value-left-out'],
  ),
  golden(
    'shifted-row',
    file(header5, `${rowA},Sales,a@contoso.test`, '0DN6741SS8,#2,Kiosk,b@contoso.test'),
    [
      '3:2 hash-misplaced | 3:2 product-id-form | 3:3 hash-length | 3:4 group-tag-doubtful',
      {
        fixed: file(header5, `${rowA},Sales,a@contoso.test`),
        leftOut: '3 hash-misplaced hash-length',
      },
    ],
  ),
  golden(
    'two-devices-in-a-row',
    file(`${header},Serial 2,Hash 2`, `${rowA},0DN6741SS8,#2`, `${rowB},,`),
    [
      '1:4 column-extra | 1:5 column-extra | 2:5 value-left-out | 2:5 hash-second',
      { fixed: file(header, rowB), leftOut: '2 hash-second' },
    ],
  ),
  golden('letters-of-a-console', ansi(file(header4, `${rowA},K\u0094ln`, `${rowB},Berlin`)), [
    '2:4 encoding-damaged',
    { fixed: file(header4, `${rowB},Berlin`), leftOut: '2 encoding-damaged' },
  ]),
  golden('letters-decoded-twice', utf8(file(header4, `${rowA},ZÃ¼rich`, `${rowB},Berlin`)), [
    '0:- encoding-unicode | 2:4 encoding-damaged',
    { fixed: file(header4, `${rowB},Berlin`), leftOut: '2 encoding-damaged' },
  ]),
  golden('tildes', file(header4, `${rowA},Sales`, `${rowB},Kiosk`).replaceAll(',', '~'), [
    '1:- separator-not-comma',
    { fixed: file(header4, `${rowA},Sales`, `${rowB},Kiosk`) },
  ]),
  golden(
    'sample-row',
    file(
      header5,
      '<serialNumber>,<ProductID>,<hardwareHash>,<tag>,<user>',
      `${rowA},Sales,a@contoso.test`,
    ),
    [
      '2:- no-device | 2:2 empty-word | 2:4 empty-word | 2:5 empty-word',
      {
        fixed: file(header5, `${rowA},Sales,a@contoso.test`),
        leftOut: '2 no-device hash-not-base64',
      },
    ],
  ),
  golden('signature', `${plainFile}--\r\nAnna Berg | IT Support\r\n(2 rows affected)\r\n`, [
    '4:- no-device | 5:- no-device | 6:- no-device',
    { fixed: plainFile, leftOut: '4 no-device | 5 no-device | 6 no-device' },
  ]),
  golden('line-end-lost', `${header}\r\n${rowA}${header}\r\n${rowB}\r\n`, [
    '2:- header-repeated | 2:- line-end-lost',
  ]),
  golden('line-end-lost-below-header', `${header5}${rowA},Sales,a@contoso.test\r\n${rowB},,\r\n`, [
    '1:- line-end-lost',
    { fixed: file(header5, `${rowA},Sales,a@contoso.test`, `${rowB},,`) },
  ]),
  golden(
    'line-end-lost-behind-tag',
    `${header},Group Tag\r\n${rowA},SalesDevice Serial Number,Windows Product ID,Hardware Hash\r\n${rowB}\r\n`,
    [
      '2:- line-end-lost | 2:- header-changed',
      { fixed: file(`${header},Group Tag`, `${rowA},Sales`, `${rowB},`) },
    ],
  ),
  golden(
    'row-repeated-but-for-another-column',
    file(`${header},Last`, `${rowA},x`, `${rowA},anna@contoso.test`, `${rowA},x`),
    [
      '1:4 column-extra | 3:4 value-left-out | 3:- duplicate-row | 4:- duplicate-row',
      { fixed: file(header, rowA), leftOut: '3 duplicate-row' },
    ],
  ),
  golden('spreadsheet-guards', file(header, '"=""PE0VG8PF""","","#0"', "'0DN6741SS8,,#2"), [
    '2:- quotes | 2:1 value-guard',
  ]),
  golden('typographic-quotes', utf8(file(header, '“PE0VG8PF”,“”,“#0”', rowB)), [
    '0:- encoding-unicode | 2:1 value-guard',
  ]),
  golden('quoted-mail', `> ${header}\r\n> ${rowA}\r\n> ${rowB}\r\n`, ['2:- value-guard']),
  golden('words-for-nothing', file(header5, `PE0VG8PF,NULL,#0,NULL,<optionalAssignedUser>`), [
    '2:2 empty-word | 2:5 empty-word',
    { fixed: file(header5, `${rowA},,`) },
  ]),
  golden(
    'values-of-a-web-page',
    file(header5, `${rowA},R&amp;D,anna&commat;contoso.test`, `${rowB},S&#x61;les&nbsp;,`),
    [
      '2:4 value-escaped | 2:5 value-escaped | 3:4 value-escaped',
      { fixed: file(header5, `${rowA},R&D,anna@contoso.test`, `${rowB},Sales,`) },
    ],
  ),
  golden(
    'users-of-mail-programs',
    file(
      header5,
      `${rowA},,mailto:anna@contoso.test`,
      `${rowB},,Bob <bob@contoso.test>`,
      `${rowC},,CONTOSO\\cid`,
    ),
    [
      '2:5 value-guard | 4:5 user-form',
      {
        fixed: file(
          header5,
          `${rowA},,anna@contoso.test`,
          `${rowB},,bob@contoso.test`,
          `${rowC},,CONTOSO\\cid`,
        ),
        remaining: '4:5 user-form',
      },
    ],
  ),
  golden('tags-in-doubt', file(header5, `${rowA},NA,k. A.`, `${rowB},1.23E+11,keine`), [
    '2:4 group-tag-doubtful | 2:5 empty-word | 3:4 group-tag-doubtful | 3:5 empty-word',
    {
      fixed: file(header5, `${rowA},NA,`, `${rowB},1.23E+11,`),
      remaining: '2:4 group-tag-doubtful | 3:4 group-tag-doubtful',
    },
  ]),
  golden('trailing-other-separators', file(`${header4};;`, `${rowA},Sales;;`, `${rowB},Kiosk;;`), [
    '1:4 header-spelling | 2:4 trailing-separator | 3:4 trailing-separator',
    { fixed: file(header4, `${rowA},Sales`, `${rowB},Kiosk`) },
  ]),
  golden('hash-plus-as-blank', spoiled(hash.replaceAll('+', ' ')), ['2:3 hash-plus-as-blank']),
  golden('hash-percent', spoiled(hash.replaceAll('+', '%2B').replaceAll('/', '%2F')), [
    '2:3 hash-escaped',
  ]),
  golden('hash-hexadecimal', spoiled(`0x${Buffer.from(hash, 'base64').toString('hex')}`), [
    '2:3 hash-hexadecimal',
  ]),
  golden('hash-in-brackets', spoiled(`[${hash}]`), ['2:3 value-guard']),
  golden('hash-labelled', spoiled(`Hash: ${hash}`), ['2:3 value-guard']),
  golden('hash-with-escaped-lines', spoiled(hash.match(/.{1,76}/g)?.join('\\r\\n') ?? ''), [
    '2:3 hash-escaped',
  ]),
  golden(
    'hash-in-two-titled-cells',
    file(
      'Serial,Hash 1,Hash 2,Group Tag',
      `PE0VG8PF,${hash.slice(0, 2000)},${hash.slice(2000)},Sales`,
    ),
    [
      '1:1 header-spelling | 1:2 header-spelling | 1:3 column-extra | 1:- column-absent | 2:2 hash-wrapped',
      { fixed: file(header4, `${rowA},Sales`) },
    ],
  ),
  golden('two-hashes-in-a-cell', file(header4, `PE0VG8PF,,#0 #2,Sales`, `${rowB},Kiosk`), [
    '2:3 hash-second | 2:3 hash-not-base64',
    { fixed: file(header4, `${rowB},Kiosk`), leftOut: '2 hash-second hash-not-base64' },
  ]),
  golden(
    'two-serial-numbers',
    file('Serial,BIOS Serial Number,Hardware Hash', 'INV-1,PE0VG8PF,#0', 'INV-2,0DN6741SS8,#2'),
    ['1:1 column-extra | 1:2 header-spelling | 1:- column-absent', {}],
  ),
  golden(
    'running-numbers',
    file(`,${header4}`, `0,${rowA},Sales`, `1,${rowB},Kiosk`, `5,${rowC},Lab`),
    [
      '2:1 column-extra | 4:1 value-without-title',
      {
        fixed: file(header4, `${rowA},Sales`, `${rowB},Kiosk`),
        leftOut: '4 value-without-title',
      },
    ],
  ),
  golden('headings-of-groups', file(header, 'Berlin,,', rowA, 'Hamburg,,', rowB), [
    '2:- no-device | 4:- no-device',
    { leftOut: '2 no-device | 4 no-device' },
  ]),
  golden('hash-encoded-twice', spoiled(btoa(hash)), ['2:3 hash-encoded-twice']),
  golden(
    'hash-in-two-cells',
    file(`${header},,`, `PE0VG8PF,,${hash.slice(0, 2000)},${hash.slice(2000)},`),
    [
      '1:4 trailing-separator | 1:5 trailing-separator | 2:3 hash-wrapped',
      { fixed: file(header, rowA) },
    ],
  ),
  golden(
    'other-separator-below',
    file(header, rowA.replaceAll(',', ';'), rowB.replaceAll(',', ';')),
    ['2:- separator-not-comma'],
  ),
  golden('pipes', plainFile.replaceAll(',', '|'), ['1:- separator-not-comma']),
  golden('lines-in-quotes', file(header, rowA, rowB).replaceAll(/^(.+?)\r$/gm, '"$1"\r'), [
    '1:- quotes',
  ]),
  golden(
    'german-titles',
    file('Seriennummer;Hersteller;Hardware-Hash', 'PE0VG8PF;LENOVO;#0', '0DN6741SS8;HP;#2'),
    [
      '1:- separator-not-comma | 1:1 header-spelling | 1:- column-absent | 0:- kind-partner-center | 1:3 header-spelling',
    ],
  ),
  golden('partner-center-for-intune-too', file(partnerHeader, 'PE0VG8PF,,#0,LENOVO,21R3001BUK'), [
    '0:- kind-partner-center',
    { fixed: file(header, rowA) },
  ]),
]
