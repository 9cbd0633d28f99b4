/** Values in code pages that are not Windows-1252, and columns that are there twice: nothing wrong is sent for them. */
import { fixDeviceCsv, readDeviceCsv } from 'taxiway-device-csv'
import { expect, test } from 'vitest'
import { sampleDevices } from '../device-csv/samples.ts'
import { short } from './collected.ts'
import { imported } from './imported.ts'

const [a = { serialNumber: '', hash: '' }, , b = a] = sampleDevices
const titles = 'Device Serial Number,Windows Product ID,Hardware Hash,Group Tag,Assigned User'
const lines = (...all: readonly string[]) => `${all.join('\r\n')}\r\n`
const fileOf = (tag: string) =>
  lines(
    titles,
    `${a.serialNumber},,${a.hash},${tag},a@contoso.test`,
    `${b.serialNumber},,${b.hash},Kiosk,`,
  )

test.each([
  ['Windows-1250', '\u00a3\u00f3d\u009f'],
  ['Windows-1250, in the middle of a word', 'Wroc\u00b3aw'],
  ['Windows-1251', '\u00cc\u00ee\u00f1\u00ea\u00e2\u00e0'],
  ['Windows-1253', '\u00c1\u00e8\u00de\u00ed\u00e1'],
  ['Shift JIS', '\u0093\u008c\u008b\u009e'],
  ['GBK', '\u00b1\u00b1\u00be\u00a9'],
])('a tag in %s stops the import', async (_name, tag) => {
  const bytes = Buffer.from(fileOf(tag), 'latin1')
  await expect(imported(bytes, 'x.csv')).rejects.toThrow('[encoding-damaged]')
})

test.each(['Zürich', 'Malmö – Süd', 'São Paulo', 'Łódź', 'Ýmir', 'Ångström', '“Q” £100', '¿Qué?'])(
  'the tag %s is what it is',
  async (tag) => {
    const { rows } = await imported(fileOf(tag), 'x.csv')
    expect(rows[0]).toBe(`${a.serialNumber}|${tag}|a@contoso.test`)
  },
)

test('a row of UTF-7 is decoded where the digest of its hash proves it', async () => {
  const text = fileOf('Z+APw-rich').replace(a.hash, a.hash.replaceAll('+', '+-'))
  const { rows } = await imported(text, 'x.csv')
  expect(rows[0]).toBe(`${a.serialNumber}|Zürich|a@contoso.test`)
  const { bytes } = fixDeviceCsv(text)
  expect(readDeviceCsv(bytes).rows.map(short)).toEqual(rows)
  // Without that proof a plus sign is one.
  expect((await imported(fileOf('A+B-C'), 'x.csv')).rows[0]).toBe(
    `${a.serialNumber}|A+B-C|a@contoso.test`,
  )
})

test('two columns for one thing are no doubt while their values are equal', async () => {
  const text = (second: string) =>
    lines(
      'serialNumber,hardwareIdentifier,orderIdentifier,groupTag',
      `${a.serialNumber},${a.hash},Sales,Sales`,
      `${b.serialNumber},${b.hash},Kiosk,${second}`,
    )
  expect((await imported(text('Kiosk'), 'x.csv')).rows).toEqual([
    `${a.serialNumber}|Sales|`,
    `${b.serialNumber}|Kiosk|`,
  ])
  await expect(imported(text('Lab'), 'x.csv')).rejects.toThrow(/x\.csv:3: .*groupTag: Lab/)
})

test('what eight-bit text was read as is said, since another code page may look like it', async () => {
  const { rows, said } = await imported(Buffer.from(fileOf('E\u00f0itim'), 'latin1'), 'x.csv')
  expect(rows[0]).toBe(`${a.serialNumber}|Eðitim|a@contoso.test`)
  expect(said).toContain(
    'x.csv: Letters were read as Windows-1252 (ANSI): Eðitim. If they are wrong, save the file as UTF-8.',
  )
  expect((await imported(fileOf('Eðitim'), 'x.csv')).said.join()).not.toContain('Windows-1252')
})
