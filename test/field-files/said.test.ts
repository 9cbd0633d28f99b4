/** Files in which a tag, a user or a whole device was lost without a word: each is read whole now, or stops the import. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fixDeviceCsv, readDeviceCsv } from 'taxiway-device-csv'
import { afterAll, expect, test } from 'vitest'
import { readFiles } from '../../cli/import/files/read-files.ts'
import { textOfRichText } from '../../src/collect/devices/rich-text.ts'
import { collected, short } from './collected.ts'
import { a, b, both, lines, titles } from './two-devices.ts'

const folder = mkdtempSync(join(tmpdir(), 'taxiway-said-'))
afterAll(() => rmSync(folder, { recursive: true }))

const rows = [
  `${a.serialNumber},,${a.hash},Sales,a@contoso.test`,
  `${b.serialNumber},,${b.hash},Kiosk,b@contoso.test`,
]
const plain = lines(titles, ...rows)

async function imported(bytes: Uint8Array): Promise<readonly string[]> {
  const path = join(folder, 'x.csv')
  writeFileSync(path, bytes)
  return (await readFiles([path])).flatMap((file) => file.rows.map(short))
}

const whole: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['~', '^', '¦', '\u001f', '，', '；'].map((separator) => [
      `the separator ${JSON.stringify(separator)}`,
      plain.replaceAll(',', separator),
    ]),
  ),
  'whole lines in quotation marks, with empty columns after them': lines(
    ...[titles, ...rows].map((line) => `"${line}";;;`),
  ),
  'titles that a spreadsheet has broken over two lines': plain.replace(
    'Device Serial Number,Windows Product ID,Hardware Hash,Group Tag,Assigned User',
    '"Device\r\nSerial Number",Windows Product ID,Hardware Hash,Group Tag,"Assigned\nUser"',
  ),
  ...Object.fromEntries(
    [
      'Numero di serie del dispositivo,ID prodotto Windows,Hash hardware,Tag gruppo,Utente assegnato',
      'Número de Série do Dispositivo,ID do Produto do Windows,Hash de Hardware,Marca do Grupo,Usuário Atribuído',
      'Enhetens serienummer,Windows-produkt-ID,Maskinvaruhash,Grupptagg,Tilldelad användare',
      'Numer seryjny urządzenia,Identyfikator produktu Windows,Skrót sprzętu,Tag grupy,Przypisany użytkownik',
      'Серийный номер устройства,ИД продукта Windows,Хэш оборудования,Тег группы,Назначенный пользователь',
      'デバイスのシリアル番号,Windows プロダクト ID,ハードウェア ハッシュ,グループ タグ,割り当てられたユーザー',
      '设备序列号,Windows 产品 ID,硬件哈希,组标记,分配的用户',
    ].map((line) => [line, lines(line, ...rows)]),
  ),
}

test.each(Object.entries(whole))('%s', async (_name, text) => {
  const bytes = new TextEncoder().encode(text)
  expect(readDeviceCsv(fixDeviceCsv(bytes).bytes).rows.map(short)).toEqual(both)
  expect((await collected(bytes)).found).toEqual(both)
  expect(await imported(bytes)).toEqual(both)
})

const stopped: Readonly<Record<string, readonly [text: string, code: string]>> = {
  'a tag in the code page of a console': [plain.replace('Sales', 'K\u0094ln'), 'encoding-damaged'],
  'a tag with a letter that Windows-1252 lacks': [
    plain.replace('Sales', 'Z\u0081rich'),
    'encoding-damaged',
  ],
  'a tag that was decoded twice': [plain.replace('Sales', 'Z\u00c3\u00bcrich'), 'encoding-damaged'],
  'two devices in a row': [
    lines(
      'Serial 1,Hash 1,Serial 2,Hash 2',
      `${a.serialNumber},${a.hash},${b.serialNumber},${b.hash}`,
    ),
    'hash-second',
  ],
  'users under a title that nobody knows': [
    lines('Serial Number,Hardware Hash,Qui', `${a.serialNumber},${a.hash},a@contoso.test`),
    'value-left-out',
  ],
  'a tag above the titles': [`Group Tag: Sales\r\n${plain}`, 'preamble-line'],
  'a user with a hyphen of a word processor': [
    plain.replace('a@contoso', 'a\u2011b@contoso'),
    'user-form',
  ],
  'two hashes in one cell': [
    lines(titles, `${a.serialNumber},,${a.hash} ${b.hash},Sales,`),
    'hash-second',
  ],
  'a tag in place of the product id': [
    lines('Kennung,Tagg,Wert', `${a.serialNumber},Sales,${a.hash}`),
    'column-doubtful',
  ],
}

const [tables, elements] = [
  [titles, ...rows].map((line) => line.split(',')),
  rows
    .map((line) => line.split(','))
    .map(([serial, , hash, tag, user]) => [serial, hash, tag, user]),
]
const names = ['Serial Number', 'Hardware Hash', 'Group Tag', 'Assigned User']
const other: Readonly<Record<string, string>> = {
  'a table in JSON': JSON.stringify(tables),
  'rich text of TextEdit': `{\\rtf1\\ansi\\ansicpg1252\\cocoartf2761\n{\\fonttbl\\f0\\fmodern Courier;}\n{\\*\\expandedcolortbl;;}\n\\pard\\f0\\fs24 \\cf0 ${[titles, ...rows].join('\\\n')}\\\n}`,
  'rich text of WordPad': `{\\rtf1\\ansi{\\fonttbl{\\f0 Courier New;}}\r\n{\\info{\\author Anna}}\\pard ${[titles, ...rows].join('\\par\r\n')}\\par\r\n}`,
  'objects of PowerShell in XML': `<Objs Version="1.1.0.1">${elements
    .map(
      (each) => `<Obj><MS>${each.map((v, n) => `<S N="${names[n]}">${v}</S>`).join('')}</MS></Obj>`,
    )
    .join('')}</Objs>`,
  'XML of elements': `<Devices>${elements
    .map(
      (each) =>
        `<Device>${each.map((v, n) => `<${names[n]?.replace(' ', '')}>${v}</${names[n]?.replace(' ', '')}>`).join('')}</Device>`,
    )
    .join('\n')}</Devices>`,
  'XML of attributes': `<Devices>${elements
    .map(
      (each) => `<Device ${each.map((v, n) => `${names[n]?.replace(' ', '')}="${v}"`).join(' ')}/>`,
    )
    .join('\n')}</Devices>`,
}

test.each(Object.entries(other))('%s keeps tags and users', async (_name, text) => {
  const bytes = new TextEncoder().encode(text)
  expect((await collected(bytes)).found).toEqual(both)
  expect(await imported(bytes)).toEqual(both)
})

test('what is not used is said: columns of a table, and what stands beside loose hashes', async () => {
  const bytes = (text: string) => new TextEncoder().encode(text)
  const table = lines(
    'Serial Number,Hardware Hash,Etikett,Leer',
    `${a.serialNumber},${a.hash},Sales,`,
  )
  expect((await collected(bytes(table))).said).toEqual([
    'columns-not-used: Columns that are not used: Etikett.',
  ])
  const loose = await collected(bytes(`Laptop one: ${a.hash} laptop two: ${b.hash}\n`))
  expect(loose.found).toEqual([`${a.serialNumber}||`, `${b.serialNumber}||`])
  expect(loose.said).toEqual([expect.stringMatching(/^text-not-used: /)])
  expect((await collected(bytes(a.hash))).said).toEqual([])
  const spaced = `Serial Hash Tag\n${a.serialNumber} ${a.hash} Sales\n`
  expect((await collected(bytes(spaced))).said).toEqual([expect.stringMatching(/^text-not-used: /)])
})

test('a later file with more columns in the same file loses no row', () => {
  const short3 = 'Device Serial Number,Windows Product ID,Hardware Hash'
  const text = lines(short3, `${a.serialNumber},,${a.hash}`, titles, rows[1] ?? '')
  const { bytes, leftOut } = fixDeviceCsv(text)
  expect(readDeviceCsv(bytes).rows.map(short)).toEqual([`${a.serialNumber}||`, both[1]])
  expect(leftOut).toEqual([])
})

test('letters and gaps of rich text', () => {
  const text = "{\\rtf1 Z\\'fcrich\\tab K\\u246?ln \\{a\\~b\\}{\\pict 00ff}\\par}"
  expect(textOfRichText(text)).toBe('Zürich\tKöln {a b}\n')
})

test.each(Object.entries(stopped))('%s stops the import', async (name, [text, code]) => {
  const isUtf8 = /twice|word processor/.test(name)
  const bytes = isUtf8 ? new TextEncoder().encode(text) : Buffer.from(text, 'latin1')
  await expect(imported(bytes)).rejects.toThrow(`[${code}]`)
})
