/** Tables that are not CSV: with odd separators, of a wiki, on their side, of a database's shell and of web pages. */
import { utils } from '@e965/xlsx'
import { expect, test } from 'vitest'
import { makeBook } from '../collect/make-book.ts'
import { collected } from './collected.ts'
import { imported } from './imported.ts'
import { a, b, both, lines } from './two-devices.ts'

const titles = ['Serial Number', 'Hardware Hash', 'Group Tag', 'Assigned User']
const values = [
  [a.serialNumber, a.hash, 'Sales', 'a@contoso.test'],
  [b.serialNumber, b.hash, 'Kiosk', 'b@contoso.test'],
]
/** One line for each name of each device. */
const blocks = (line: (title: string, value: string) => string, between = '') =>
  values.map((row) => titles.map((title, at) => line(title, row[at] ?? '')).join('')).join(between)

const texts: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['§', ':', ' / ', '\u00a0\u00a0', '\u001e', ' -> ', '$', '#', '•', ' & ', '::'].map(
      (separator) => [
        `the separator ${JSON.stringify(separator)}`,
        lines(...[titles, ...values].map((row) => row.join(separator))),
      ],
    ),
  ),
  'a table of Jira': lines(
    `||${titles.join('||')}||`,
    ...values.map(
      ([serial, hash, tag, user]) => `|${serial}|${hash}|${tag}|[${user}|mailto:${user}]|`,
    ),
  ),
  'a table of MediaWiki': lines(
    '{| class="wikitable"',
    `! ${titles.join(' !! ')}`,
    ...values.flatMap((row) => ['|-', `| ${row.join(' || ')}`]),
    '|}',
  ),
  'a table of MediaWiki with a cell on each line': lines(
    '{| class="wikitable"',
    ...titles.map((title) => `! ${title}`),
    ...values.flatMap((row) => ['|-', ...row.map((cell) => `| ${cell}`)]),
    '|}',
  ),
  'a table of AsciiDoc with a row on each line': lines(
    '[cols="1,1,1,1"]',
    '|===',
    `|${titles.join(' |')}`,
    '',
    ...values.map((row) => `|${row.join(' |')}`),
    '|===',
  ),
  'a table of AsciiDoc with a cell on each line': lines(
    '|===',
    ...titles.map((title) => `|${title}`),
    ...values.flatMap((row) => ['', ...row.map((cell) => `|${cell}`)]),
    '|===',
  ),
  'a list-table of reStructuredText': lines(
    '.. list-table::',
    '   :header-rows: 1',
    '',
    ...[titles, ...values].flatMap((row) =>
      row.map((cell, n) => `   ${n === 0 ? '*' : ' '} - ${cell}`),
    ),
  ),
  'a table of LaTeX': lines(
    '\\begin{tabular}{llll}',
    `\\hline \\textbf{${titles.join('} & \\textbf{')}} \\\\ \\hline`,
    ...values.map((row) => `${row.join(' & ')} \\\\`),
    '\\end{tabular}',
  ),
  'a table on its side': lines(
    ...titles.map((title, at) => [title, ...values.map((row) => row[at])].join(';')),
  ),
  'tables on their sides, one below the other': blocks(
    (title, value) => `${title}\t${value}\r\n`,
    '\r\n',
  ),
  'records of psql': values
    .map(
      (row, n) =>
        `-[ RECORD ${n + 1} ]-+---\n${titles.map((title, at) => `${title.padEnd(14)}| ${row[at]}\n`).join('')}`,
    )
    .join(''),
  'terms and values of a page': `<html><body>${values.map((row) => `<dl>${titles.map((title, at) => `<dt>${title}</dt><dd>${row[at]}</dd>`).join('')}</dl>`).join('')}</body></html>`,
  'paragraphs of a page': `<!DOCTYPE html><html><head><style>p{}</style></head><body>${blocks((title, value) => `<p><b>${title}:</b> ${value}</p>`)}</body></html>`,
  'a property list': `<?xml version="1.0"?><plist version="1.0"><array>${values.map((row) => `<dict>${titles.map((title, at) => `<key>${title}</key><string>${row[at]}</string>`).join('\n')}</dict>`).join('')}</array></plist>`,
  'lines of a page': `<div>${blocks((title, value) => `${title}: ${value}<br>\n`, '<br>')}</div>`,
}

test.each(Object.entries(texts))('%s', async (_name, text) => {
  expect((await collected(text)).found).toEqual(both)
  expect((await imported(text)).rows).toEqual(both)
})

test.each([1, 2])('a sheet on its side, with %i devices', async (count) => {
  const rows = titles.map((title, at) => [title, ...values.slice(0, count).map((row) => row[at])])
  const book = makeBook({ S: utils.aoa_to_sheet(rows) })
  expect((await imported(book, 'x.xlsx')).rows).toEqual(both.slice(0, count))
})

test('a row on its side that ends early keeps the values that it has', async () => {
  const [, , , users] = titles.map((title, at) =>
    [title, ...values.map((row) => row[at])].join(';'),
  )
  const text = lines(
    ...titles.slice(0, 2).map((title, at) => [title, ...values.map((row) => row[at])].join(';')),
    'Group Tag;Sales',
    users ?? '',
  )
  expect((await imported(text)).rows).toEqual([both[0], `${b.serialNumber}||b@contoso.test`])
})

test.each([
  `<list><GroupTag>Sales</GroupTag><entry>x ${a.hash} y</entry></list>`,
  `<div><b>Group Tag</b><i>Sales</i><em>x ${a.hash} y</em></div>`,
])('a tag in XML that nobody reads stops the import', async (text) => {
  await expect(imported(text)).rejects.toThrow('[columns-doubtful]')
})

test.each([
  `$serial0 = "${a.serialNumber}"\n$hash0 = "${a.hash}"\n$tag0 = "Sales"\n`,
  `$hashes = @("${a.hash}")\n$tags = @("Sales")\n`,
  `set HASH=${a.hash}\r\nset USER=a@contoso.test\r\n`,
  `serial:\n  - ${a.serialNumber}\n  - ${b.serialNumber}\nhash:\n  - ${a.hash}\n  - ${b.hash}\ntag:\n  - Sales\n  - Lab\n`,
  `[tr][th]Serial Number[/th][th]Hash[/th][th]Group Tag[/th][/tr]\n[tr][td]${a.serialNumber}[/td][td]${a.hash}[/td][td]Sales[/td][/tr]\n`,
])(
  'a text of which only hashes are recognized, with tags or users of its own: %#',
  async (text) => {
    await expect(imported(text)).rejects.toThrow(/\[(?:columns-doubtful|row-left-out)\]/)
  },
)

test('a file without titles whose last column is a user in every row', async () => {
  const text = lines(...values.map(([serial, hash, , user]) => [serial, '', hash, user].join(',')))
  expect((await imported(text, 'x.csv')).rows).toEqual([
    `${a.serialNumber}||a@contoso.test`,
    `${b.serialNumber}||b@contoso.test`,
  ])
})

test('lists of YAML with one item each', async () => {
  const text = `serial:\n  - ${a.serialNumber}\nhash:\n  - ${a.hash}\ntag:\n  - Sales\n`
  expect((await imported(text)).rows).toEqual([`${a.serialNumber}|Sales|`])
  await expect(imported(`${text}  - Lab\n`)).rejects.toThrow('[columns-doubtful]')
})
