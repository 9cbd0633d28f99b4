/** Mails that were broken at their margin, wherever that falls: in the titles, in a hash, in a tag or in a user. */
import { fixDeviceCsv, readDeviceCsv } from 'taxiway-device-csv'
import { expect, test } from 'vitest'
import { collected, short } from './collected.ts'
import { imported } from './imported.ts'
import { a, b, lines, titles } from './two-devices.ts'

const rows = [
  `${a.serialNumber},,${a.hash},Sales,anna.berg@contoso.test`,
  `${b.serialNumber},,${b.hash},Kiosk,b@contoso.test`,
]
const both = [
  `${a.serialNumber}|Sales|anna.berg@contoso.test`,
  `${b.serialNumber}|Kiosk|b@contoso.test`,
]
const broken = (text: string, width: number, end = '\r\n') =>
  text.match(new RegExp(`.{1,${width}}`, 'g'))?.join(end) ?? ''

test.each(Array.from({ length: 75 }, (_, n) => n + 58))('a margin of %i letters', (width) => {
  const text = lines(...[titles, ...rows].map((line) => broken(line, width)))
  const { bytes } = fixDeviceCsv(text)
  expect(readDeviceCsv(bytes).rows.map(short)).toEqual(both)
})

test.each([
  ['titles broken between two words', lines(titles.replace('Group Tag', 'Group\r\nTag'), ...rows)],
  [
    'lines that end in a blank',
    lines(...[titles, ...rows].map((line) => broken(line, 76, ' \r\n'))),
  ],
  [
    'an answer that quotes every line',
    lines(...[titles, ...rows].map((line) => `> ${broken(line, 72, '\r\n> ')}`)),
  ],
])('%s', async (_name, text) => {
  expect((await collected(text)).found).toEqual(both)
  expect((await imported(text, 'x.csv')).rows).toEqual(both)
})

test('a word below a row that ends at the margin is not joined to its user', () => {
  const [row = ''] = rows
  const width = row.length / Math.ceil(row.length / 90)
  const text = lines(titles, broken(row, Math.ceil(width)), 'Regards', 'Anna')
  expect(readDeviceCsv(text).rows.map(short)).toEqual(both.slice(0, 1))
})

test('pieces of a hash that were not joined stop the import', async () => {
  const [row = ''] = rows
  const text = lines(titles, broken(row, 90, '\r\n--\r\n'), rows[1] ?? '')
  await expect(imported(text, 'x.csv')).rejects.toThrow('[no-device]')
})
