/** Values in code pages that are not Windows-1252, and columns that are there twice: nothing wrong is sent for them. */
import { encodeText, fixDeviceCsv, isAnsi, readDeviceCsv } from 'taxiway-device-csv'
import { expect, test } from 'vitest'
import { short } from './collected.ts'
import { imported } from './imported.ts'
import { a, b, lines, titles } from './two-devices.ts'

const fileOf = (tag: string) =>
  lines(
    titles,
    `${a.serialNumber},,${a.hash},${tag},a@contoso.test`,
    `${b.serialNumber},,${b.hash},Kiosk,`,
  )

/** The bytes of Windows-1252, and those that it leaves free as they are. */
const latin = (text: string) =>
  Uint8Array.from(text, (letter) =>
    isAnsi(letter) ? (encodeText(letter, 'ansi')[0] ?? 0) : letter.charCodeAt(0),
  )
const windows = (page: number) => (word: string) => [`Windows-${page}`, word] as const

/** Words in other code pages, as the letters of Windows-1252 that they are read as. */
test.each([
  ['Windows-1250', '\u00a3\u00f3d\u009f'],
  ['Windows-1250, in the middle of a word', 'Wroc\u00b3aw'],
  ['Windows-1251', '\u00cc\u00ee\u00f1\u00ea\u00e2\u00e0'],
  ['Windows-1251, two letters', '\u00c8\u00d2'],
  ['Windows-1253', '\u00c1\u00e8\u00de\u00ed\u00e1'],
  ['Shift JIS', '\u0093\u008c\u008b\u009e'],
  ['GBK', '\u00b1\u00b1\u00be\u00a9'],
  ...['Plzeò', 'Pøíbram', 'Dìèín', 'Uèebna', 'Hradèany', 'Gyõr', 'Szõlõ'].map(windows(1250)),
  ...['Bucureºti', 'Vânzãri', 'Raèunovodstvo', 'Ksiêgowoœæ', 'Sprzeda¿'].map(windows(1250)),
  ...['Satýþ', 'Ýstanbul', 'Iþýk', 'Müdürlüðü', 'BÝLGÝ ÝÞLEM'].map(windows(1254)),
  ...['Ðiauliai', 'Jûrmala'].map(windows(1257)),
  ['code page 852', 'Gy\u008br'],
  ['code page 852, of Poland', 'Ksi\u00a9gowo\u0098\u0086'],
  ['code page 850', 'K\u009bbenhavn'],
  ['code page 850, at the beginning', '\u0099BB'],
  ['code page 866, two letters', '\u0088\u0092'],
  ['Mac OS Roman', 'M\u009fnchen'],
  ['Mac OS Roman, with a sign', 'Stra\u00a7e'],
] as const)('a tag in %s stops the import: %s', async (_name, tag) => {
  await expect(imported(latin(fileOf(tag)), 'x.csv')).rejects.toThrow('[encoding-damaged]')
})

test.each([
  ...['Zürich', 'Malmö – Süd', 'São Paulo', 'Łódź', 'Ýmir', 'Ångström', '“Q” £100', '¿Qué?'],
  ...['Crèche', 'Sûreté', 'Forêt', 'Cœur', 'Maïs', 'GENÈVE', 'Nº 5', '1er étage – Nîmes'],
  ...['Città', 'Caffè', 'Università', 'Señal', 'Iruñea', 'Não', 'Produção', 'Ações', 'Irmã'],
  ...['Tromsø', 'Skjærgård', 'Ærø', 'Örebro', 'Tórshavn', 'Ísafjörður', 'Þingeyri', 'Õismäe'],
  ...['València', 'Ciència', 'Paral·lel', 'België', 'm²', '50 µm', 'Citroën', 'L’Haÿ-les-Roses'],
])('the tag %s is what it is', async (tag) => {
  const { rows } = await imported(fileOf(tag), 'x.csv')
  expect(rows[0]).toBe(`${a.serialNumber}|${tag}|a@contoso.test`)
})

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
  const { rows, said } = await imported(Buffer.from(fileOf('A\u00f0r\u00fd'), 'latin1'), 'x.csv')
  expect(rows[0]).toBe(`${a.serialNumber}|Aðrý|a@contoso.test`)
  expect(said).toContain(
    'x.csv: Letters were read as Windows-1252 (ANSI): Aðrý. If they are wrong, name the code page of the file with --encoding.',
  )
  expect((await imported(fileOf('Aðrý'), 'x.csv')).said.join()).not.toContain('Windows-1252')
})
