/** Encodings, lines, separators, quotes, headers. */
import {
  ansi,
  file,
  golden,
  header,
  header4,
  header5,
  plainFile,
  rowA,
  rowB,
  rowC,
  utf8,
  utf16,
} from './golden-case.ts'

const quoted = (line: string): string =>
  line
    .split(',')
    .map((each) => `"${each}"`)
    .join(',')

export const formCases = [
  golden('plain', plainFile, ['']),
  golden('utf-16le-bom', utf16(`\ufeff${plainFile}`, 'le'), ['0:- encoding-unicode']),
  golden('utf-16be-bom', utf16(`\ufeff${plainFile}`, 'be'), ['0:- encoding-unicode']),
  golden('utf-16le-no-bom', utf16(plainFile, 'le'), ['0:- encoding-unicode']),
  golden('utf-16be-no-bom', utf16(plainFile, 'be'), ['0:- encoding-unicode']),
  golden('utf-8-bom', utf8(`\ufeff${plainFile}`), ['0:- encoding-unicode']),
  golden('utf-8-bom-lenient', utf8(`\ufeff${plainFile}`), [
    '0:- encoding-unicode',
    { profile: 'intune-lenient' },
  ]),
  golden('utf-8-letters', utf8(file(header4, `${rowA},Zürich`)), [
    '0:- encoding-unicode | 2:4 character-not-ascii',
    { fixed: file(header4, `${rowA},Zürich`), remaining: '2:4 character-not-ascii' },
  ]),
  golden('windows-1252-letters', ansi(file(header4, `${rowA},Zürich`)), [
    '2:4 character-not-ascii',
    { fixed: file(header4, `${rowA},Zürich`), remaining: '2:4 character-not-ascii' },
  ]),
  golden(
    'utf-8-and-windows-1252',
    ansi(file(header4, `${rowA},Z\u00c3\u00bcrich`, `${rowB},Z\u00fcrich`)),
    [
      '0:- encoding-mixed | 2:4 character-not-ascii | 3:4 character-not-ascii',
      {
        fixed: file(header4, `${rowA},Zürich`, `${rowB},Zürich`),
        remaining: '2:4 character-not-ascii | 3:4 character-not-ascii',
      },
    ],
  ),
  golden('letters-beyond-ansi', utf8(file(header4, `${rowA},東京`, `${rowB},Berlin`)), [
    '0:- encoding-unicode | 2:4 character-not-ansi',
    { fixed: file(header4, `${rowB},Berlin`), leftOut: '2 character-not-ansi' },
  ]),
  golden('lost-letters', utf8(file(header4, `${rowA},Z\ufffdrich`, `${rowB},Berlin`)), [
    '0:- encoding-unicode | 2:4 encoding-damaged',
    { fixed: file(header4, `${rowB},Berlin`), leftOut: '2 encoding-damaged character-not-ansi' },
  ]),
  golden('lf', plainFile.replaceAll('\r\n', '\n'), ['']),
  golden('cr', plainFile.replaceAll('\r\n', '\r'), ['0:- line-ending-cr']),
  golden('mixed-line-ends', `${header}\r\n${rowA}\n${rowB}\r\n`, ['0:- line-ending-mixed']),
  golden('no-last-line-end', plainFile.slice(0, -2), ['']),
  golden('blank-lines', `\r\n${header}\r\n\r\n${rowA}\r\n   \r\n${rowB}\r\n\r\n`, [
    '1:- blank-line | 3:- blank-line | 5:- blank-line | 7:- blank-line',
  ]),
  golden('nul-bytes', `${header}\r\nPE0VG8PF\0\0,,#0\r\n${rowB}\r\n`, ['2:1 invisible-character']),
  golden('nul-in-hash', `${header}\r\nPE0VG8PF,,\0#0\r\n${rowB}\r\n`, ['2:3 invisible-character']),
  golden('zero-width-space', utf8(`${header}\r\nPE0VG8PF\u200b,,#0\r\n${rowB}\r\n`), [
    '0:- encoding-unicode | 2:1 invisible-character',
  ]),
  golden('ctrl-z', `${plainFile}\u001a`, ['4:- invisible-character']),
  golden('semicolons', plainFile.replaceAll(',', ';'), ['1:- separator-not-comma']),
  golden('tabs', plainFile.replaceAll(',', '\t'), ['1:- separator-not-comma']),
  golden('sep-line', `sep=;\r\n${plainFile.replaceAll(',', ';')}`, [
    '1:- preamble-line | 2:- separator-not-comma',
  ]),
  golden(
    'powershell-type-line',
    `#TYPE Selected.System.Management.Automation.PSCustomObject\r\n${plainFile}`,
    ['1:- preamble-line'],
  ),
  golden('report-title', `Windows Autopilot devices\r\n\r\n${plainFile}`, [
    '1:- preamble-line | 2:- blank-line',
  ]),
  golden('quoted', file(...[header, rowA, rowB].map(quoted)), ['1:- quotes']),
  golden('quoted-values-only', file(header, quoted(rowA), rowB), ['2:- quotes']),
  golden('quoted-lenient', file(...[header, rowA, rowB].map(quoted)), [
    '1:- quotes',
    { profile: 'intune-lenient' },
  ]),
  golden(
    'quoted-semicolons-utf-16',
    utf16(`\ufeff${file(...[header, rowA, rowB].map(quoted)).replaceAll(',', ';')}`, 'le'),
    ['0:- encoding-unicode | 1:- quotes | 1:- separator-not-comma'],
  ),
  golden('quote-never-closed', file(header, '"PE0VG8PF,,#0', rowB), [
    '2:- quotes | 2:- quote-open | 2:- row-too-short | 2:1 comma-in-value | 2:3 hash-missing',
    { fixed: file(header, rowB), leftOut: '2 quote-open row-too-short comma-in-value' },
  ]),
  golden('quote-inside', file(header4, `${rowA},12" screen`, `${rowB},Berlin`), [
    '2:- quote-stray',
    { fixed: file(header4, `${rowB},Berlin`), leftOut: '2 quote-stray' },
  ]),
  golden('trailing-separators', file(`${header},,`, `${rowA},,`, `${rowB},,`), [
    '1:4 trailing-separator | 1:5 trailing-separator',
  ]),
  golden('trailing-separators-rows', file(header, `${rowA},`, `${rowB},,,`), [
    '2:4 trailing-separator | 3:4 trailing-separator',
  ]),
  golden('only-separators', file(header, rowA, ',,', rowB), ['3:- trailing-separator']),
  golden('header-lower-case', file(header.toLowerCase(), rowA, rowB), [
    '1:1 header-spelling | 1:2 header-spelling | 1:3 header-spelling',
  ]),
  golden('header-one-letter', file(header.replace('Serial Number', 'Serial number'), rowA, rowB), [
    '1:1 header-spelling',
  ]),
  golden('header-missing', file(rowA, rowB), ['1:- header-missing']),
  golden('header-order-id', file(`${header},OrderID`, `${rowA},Sales`, `${rowB},`), [
    '1:4 header-spelling',
    { fixed: file(header4, `${rowA},Sales`, `${rowB},`) },
  ]),
  golden(
    'header-order',
    file('Hardware Hash,Device Serial Number,Windows Product ID', '#0,PE0VG8PF,', '#2,0DN6741SS8,'),
    ['1:- header-order'],
  ),
  golden('header-repeated', file(header, rowA, header, rowB), ['3:- header-repeated']),
  golden('glued-with-marks', utf8(`\ufeff${file(header, rowA)}\ufeff${file(header, rowB)}`), [
    '0:- encoding-unicode | 3:- header-repeated',
  ]),
  golden(
    'glued-with-other-columns',
    `${file(header4, `${rowA},Sales`)}${file('Hardware Hash;Group Tag;Device Serial Number', '#2;Berlin;0DN6741SS8')}`,
    ['3:- header-changed', { fixed: file(header4, `${rowA},Sales`, `${rowB},Berlin`) }],
  ),
  golden(
    'glued-with-more-columns',
    `${file(header, rowA)}${file(header4, `${rowB},Berlin`, `${rowC},`)}`,
    ['3:- header-changed', { fixed: file(header5, `${rowA},,`, `${rowB},Berlin,`, `${rowC},,`) }],
  ),
  golden('column-extra', file(`${header},Purchase Order`, `${rowA},4711`, `${rowB},4712`), [
    '1:4 column-extra',
  ]),
  golden('column-twice', file(`${header},Hardware Hash`, `${rowA},x`, `${rowB},y`), [
    '1:4 column-repeated | 2:4 column-repeated | 3:4 column-repeated',
    {
      fixed: file(header),
      remaining: '0:- no-rows',
      leftOut: '2 column-repeated | 3 column-repeated',
    },
  ]),
  golden(
    'product-id-column-missing',
    file('Device Serial Number,Hardware Hash', 'PE0VG8PF,#0', '0DN6741SS8,#2'),
    ['1:- column-absent'],
  ),
  golden('serial-column-missing', file('Windows Product ID,Hardware Hash', ',#0'), [
    '1:- column-missing | 2:- serial-missing',
    { fixed: file(header, ',,#0'), remaining: '2:- serial-missing' },
  ]),
  golden('five-columns', file(header5, `${rowA},Sales,anna@contoso.test`, `${rowB},,`), [
    '',
    { fixed: file(header5, `${rowA},Sales,anna@contoso.test`, `${rowB},,`) },
  ]),
  golden('user-without-tag-column', file(`${header},Assigned User`, `${rowA},anna@contoso.test`), [
    '1:- column-absent',
    { fixed: file(header5, `${rowA},,anna@contoso.test`) },
  ]),
  golden('surplus-value', file(header, `${rowA},Sales`, rowB), [
    '2:4 row-too-long',
    { fixed: file(header, rowB), leftOut: '2 row-too-long' },
  ]),
  golden('row-cut-short', file(header, 'PE0VG8PF', rowB), [
    '2:- row-too-short | 2:3 hash-missing',
    { fixed: file(header, rowB), leftOut: '2 row-too-short' },
  ]),
  golden('row-cut-off', `${file(header5, `${rowA},Sales,`)}${rowB},Kio`, [
    '3:- row-cut-off',
    { fixed: file(header5, `${rowA},Sales,`), leftOut: '3 row-cut-off' },
  ]),
  golden(
    'everything-at-once',
    utf16(
      `\ufeffsep=;\n"hardware hash";"ORDERID";"Serial Number";;\n" #0 ";"Sales";"PE0VG8PF\u00a0";;\n;;;;\n\n"#5";"";"PD2YXQ60";;\n`,
      'le',
    ),
    [
      '0:- encoding-unicode | 1:- preamble-line | 2:- quotes | 2:- separator-not-comma | 2:1 header-spelling | 2:2 header-spelling | 2:3 header-spelling | 2:4 trailing-separator | 2:5 trailing-separator | 2:- column-absent | 2:- header-order | 3:1 space-around-value | 3:3 space-around-value | 4:- trailing-separator | 5:- blank-line',
      { fixed: file(header4, `${rowA},Sales`, `${rowC},`) },
    ],
  ),
]
