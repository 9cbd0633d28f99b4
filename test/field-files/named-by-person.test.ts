/** A person says in which code page a text is, which it does not show itself. */
import {
  checkDeviceCsv,
  type Encoding,
  encodingNamed,
  encodingNames,
  fixDeviceCsv,
  readDeviceCsv,
} from 'taxiway-device-csv'
import { expect, test } from 'vitest'
import { makeZip } from '../collect/make-zip.ts'
import { sampleDevices } from '../device-csv/samples.ts'
import { collected } from './collected.ts'
import { imported } from './imported.ts'

const [a = { serialNumber: '', hash: '' }, , b = a] = sampleDevices
const titles = 'Device Serial Number,Windows Product ID,Hardware Hash,Group Tag,Assigned User'
/** `tag` and `other`: bytes of a code page, written as letters of Latin-1. */
const fileOf = (tag: string, other = 'Kiosk') =>
  Buffer.from(
    [
      titles,
      `${a.serialNumber},,${a.hash},${tag},`,
      `${b.serialNumber},,${b.hash},${other},`,
      '',
    ].join('\r\n'),
    'latin1',
  )
const jsonOf = (tag: string) =>
  Buffer.from(
    JSON.stringify([{ serialNumber: a.serialNumber, hardwareIdentifier: a.hash, groupTag: tag }]),
    'latin1',
  )

const words: readonly (readonly [Encoding, written: string, meant: string])[] = [
  ['windows-1250', 'Plze\u00f2', 'Plzeň'],
  ['windows-1250', 'Wroc\u00b3aw', 'Wrocław'],
  ['windows-1251', '\u00cc\u00ee\u00f1\u00ea\u00e2\u00e0', 'Москва'],
  ['windows-1252', 'P\u00f8\u00edbram', 'Pøíbram'],
  ['windows-1253', '\u00c1\u00e8\u00de\u00ed\u00e1', 'Αθήνα'],
  ['windows-1254', '\u00dd\u00fe\u00fdk', 'İşık'],
  ['windows-1257', '\u00d0iauliai', 'Šiauliai'],
  ['iso-8859-2', '\u00a3\u00f3d\u00bc', 'Łódź'],
  ['iso-8859-15', '\u00a4uro', '€uro'],
  ['ibm437', 'Z\u0081rich', 'Zürich'],
  ['ibm850', 'K\u009bbenhavn', 'København'],
  ['ibm852', 'Ksi\u00a9gowo\u0098\u0086', 'Księgowość'],
  ['ibm866', '\u0088\u0092', 'ИТ'],
  ['koi8-r', '\u00ed\u00cf\u00d3\u00cb\u00d7\u00c1', 'Москва'],
  ['macintosh', 'M\u009fnchen', 'München'],
  ['shift_jis', '\u0093\u008c\u008b\u009e', '東京'],
  ['gbk', '\u00b1\u00b1\u00be\u00a9', '北京'],
  // Also valid UTF-8, of other letters.
  ['gbk', '\u00cd\u00a8', '通'],
  ['big5', '\u00a5x\u00a5_', '台北'],
  ['euc-kr', '\u00bc\u00ad\u00bf\u00ef', '서울'],
]

test.each(words)('%s: %s', async (encoding, written, meant) => {
  const { rows, said } = await imported(fileOf(written), 'x.csv', encoding)
  expect(rows[0]).toBe(`${a.serialNumber}|${meant}|`)
  expect(said.join()).toMatch(new RegExp(`Letters were read as ${encoding}.*: ${meant}\\.`, 'i'))
  const { rows: read, encoding: said2 } = readDeviceCsv(fileOf(written), { encoding })
  expect([read[0]?.groupTag, said2]).toEqual([meant, encoding])
  expect((await collected(fileOf(written), 'x.csv', encoding)).found[0]).toBe(rows[0])
  expect((await collected(jsonOf(written), 'x.json', encoding)).found[0]).toBe(rows[0])
  expect((await imported(jsonOf(written), 'x.json', encoding)).rows).toEqual([rows[0]])
})

test('in an archive each text that is not Unicode is in what was named', async () => {
  const zip = makeZip([
    { name: 'a.csv', content: fileOf('Plze\u00f2', 'D\u00ec\u00e8\u00edn') },
    {
      name: 'b.csv',
      content: Buffer.from(`${titles}\r\n${a.serialNumber},,${a.hash},Brněnská,\r\n`),
    },
  ])
  expect((await collected(zip, 'x.zip', 'windows-1250')).found).toEqual([
    `${a.serialNumber}|Plzeň|`,
    `${b.serialNumber}|Děčín|`,
    `${a.serialNumber}|Brněnská|`,
  ])
})

test('what the bytes show is stronger than what was named', () => {
  const text = `${titles}\r\n${a.serialNumber},,${a.hash},Zürich,\r\n`
  const written = {
    'utf-8 with mark': Buffer.from(`\ufeff${text}`),
    'utf-8': Buffer.from(text),
    'utf-16 with mark': Buffer.from(`\ufeff${text}`, 'utf16le'),
    'utf-16': Buffer.from(text, 'utf16le'),
  }
  for (const bytes of Object.values(written))
    expect(readDeviceCsv(bytes, { encoding: 'windows-1250' }).rows[0]?.groupTag).toBe('Zürich')
})

test('text of two bytes a letter that does not show itself', () => {
  const text = `${titles}\r\n${a.serialNumber},,${a.hash},Zürich,\r\n`
  const swapped = Buffer.from(text, 'utf16le').swap16()
  expect(readDeviceCsv(swapped, { encoding: 'utf-16be' }).rows[0]?.groupTag).toBe('Zürich')
})

test('named wrongly, letters that no text has are still refused', async () => {
  await expect(imported(fileOf('Z\u00fcrich'), 'x.csv', 'utf-8')).rejects.toThrow(
    '[encoding-damaged]',
  )
  await expect(imported(fileOf('K\u009bbenhavn'), 'x.csv', 'iso-8859-2')).rejects.toThrow(
    '[encoding-damaged]',
  )
})

test('the finding names what helps, and a repair then loses nothing', () => {
  const { findings } = checkDeviceCsv(fileOf('Plze\u00f2'))
  const finding = findings.find(({ code }) => code === 'encoding-damaged')
  expect(finding?.fix).toContain('--encoding windows-1250')
  const { leftOut } = fixDeviceCsv(fileOf('Stra\u00dfe'), { encoding: 'windows-1250' })
  expect(leftOut).toEqual([])
})

test.each([
  ['windows-1250', 'windows-1250'],
  ['Windows 1250', 'windows-1250'],
  ['cp1250', 'windows-1250'],
  ['CP-1250', 'windows-1250'],
  ['win1251', 'windows-1251'],
  ['1252', 'windows-1252'],
  ['latin1', 'windows-1252'],
  ['ISO-8859-2', 'iso-8859-2'],
  ['iso8859_2', 'iso-8859-2'],
  ['latin2', 'iso-8859-2'],
  ['28592', 'iso-8859-2'],
  ['cp852', 'ibm852'],
  ['OEM 850', 'ibm850'],
  ['437', 'ibm437'],
  ['866', 'ibm866'],
  ['932', 'shift_jis'],
  ['sjis', 'shift_jis'],
  ['Shift-JIS', 'shift_jis'],
  ['gb2312', 'gbk'],
  ['mac', 'macintosh'],
  ['UTF8', 'utf-8'],
  ['65001', 'utf-8'],
  ['utf-16', 'utf-16le'],
  ['utf-16le', 'utf-16le'],
  ['unicode', 'utf-16le'],
  ['utf-16be', 'utf-16be'],
  ['utf-32', 'utf-32le'],
])('%s is %s', (name, encoding) => {
  expect(encodingNamed(name)).toBe(encoding)
})

test.each(['ansi', 'windows', '1259', 'cp999', '', 'utf-7', 'replacement'])(
  '%s is no name',
  (name) => {
    expect(encodingNamed(name)).toBeUndefined()
  },
)

test.each(encodingNames)('%s is suggested, and is read', (name) => {
  expect(encodingNamed(name)).toBe(name)
  expect(readDeviceCsv(fileOf('Kiosk'), { encoding: name }).encoding).toMatch(/ascii|utf-/)
})
