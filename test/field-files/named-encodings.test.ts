/** Where a document names its encoding, its letters are read by that, and not as Windows-1252. */
import { CFB } from '@e965/xlsx'
import { expect, test } from 'vitest'
import { textOfRichText } from '../../src/collect/devices/rich-text.ts'
import { sampleDevices } from '../device-csv/samples.ts'
import { imported } from './imported.ts'

const [a = { serialNumber: '', hash: '' }] = sampleDevices
const titles = ['Serial Number', 'Hardware Hash', 'Group Tag']
const inTable = (tag: string) =>
  `<table><tr>${titles.map((title) => `<th>${title}</th>`).join('')}</tr><tr>${[a.serialNumber, a.hash, tag].map((value) => `<td>${value}</td>`).join('')}</tr></table>`
const inElements = (tag: string) =>
  `<Device><SerialNumber>${a.serialNumber}</SerialNumber><HardwareHash>${a.hash}</HardwareHash><GroupTag>${tag}</GroupTag></Device>`
const csv = (tag: string) => [titles.join(','), `${a.serialNumber},${a.hash},${tag}`]
const rich = (head: string, tag: string) =>
  `{\\rtf1\\ansi${head}{\\fonttbl{\\f0\\fcharset0 Calibri;}{\\f1\\fcharset238 Calibri;}{\\f2\\fcharset128 Mincho;}}\\pard ${csv(tag).join('\\par\r\n')}\\par}`

/** The tags are bytes of their code page, written as letters of Latin-1. */
const documents: Readonly<Record<string, readonly [text: string, name: string, tag: string]>> = {
  'a page in Windows-1250': [
    `<html><head><meta charset="windows-1250"></head><body>${inTable('Plze\u00f2')}</body></html>`,
    'x.html',
    'Plzeň',
  ],
  'a page in ISO 8859-2, as programs export a spreadsheet': [
    `<html><head><meta http-equiv="Content-Type" content="text/html; charset=iso-8859-2"></head><body>${inTable('\u00a3\u00f3d\u00bc')}</body></html>`,
    'x.xls',
    'Łódź',
  ],
  'a page that names one that it is not in': [
    `<html><head><meta charset="windows-1250"></head><body>${inTable('Z\u00c3\u00bcrich')}</body></html>`,
    'x.html',
    'Zürich',
  ],
  'XML in Windows-1251': [
    `<?xml version="1.0" encoding="windows-1251"?><Devices>${inElements('\u00c8\u00d2')}</Devices>`,
    'x.xml',
    'ИТ',
  ],
  'XML in Shift JIS': [
    `<?xml version="1.0" encoding="Shift_JIS"?><Devices>${inElements('\u0093\u008c\u008b\u009e')}</Devices>`,
    'x.xml',
    '東京',
  ],
  'XML that names what nobody knows': [
    `<?xml version="1.0" encoding="x-other"?><Devices>${inElements('Z\u00fcrich')}</Devices>`,
    'x.xml',
    'Zürich',
  ],
  'Rich Text of a Russian system': [rich('\\ansicpg1251', "\\'c8\\'d2"), 'x.rtf', 'ИТ'],
  'Rich Text in a Czech font': [rich('\\ansicpg1252', "{\\f1 Plze\\'f2}"), 'x.rtf', 'Plzeň'],
  'Rich Text in a Japanese font, two bytes a letter': [
    rich('\\ansicpg1252', "{\\f2 \\'93\\'8c\\'8b\\'9e}"),
    'x.rtf',
    '東京',
  ],
  'Rich Text whose Unicode letters have no replacement': [
    rich('\\ansicpg1252\\uc0', '\\u321 \\u243 d\\u378 '),
    'x.rtf',
    'Łódź',
  ],
  'Rich Text whose replacements are bytes': [
    rich('\\ansicpg1252', "Z\\u252\\'fcrich"),
    'x.rtf',
    'Zürich',
  ],
}

test.each(Object.entries(documents))('%s', async (_name, [text, name, tag]) => {
  const { rows } = await imported(Buffer.from(text, 'latin1'), name)
  expect(rows).toEqual([`${a.serialNumber}|${tag}|`])
})

/** A mail of Outlook whose texts are bytes of a code page. */
function mailOf(page: number, stream: string, text: string): Uint8Array {
  const mail = CFB.utils.cfb_new()
  const properties = Buffer.alloc(48)
  properties.writeUInt32LE(0x3ffd0003, 32)
  properties.writeInt32LE(page, 40)
  CFB.utils.cfb_add(mail, '/__properties_version1.0', properties)
  CFB.utils.cfb_add(mail, `/__substg1.0_${stream}`, Buffer.from(text, 'latin1'))
  return new Uint8Array(CFB.write(mail, { type: 'buffer', fileType: 'cfb' }) as Uint8Array)
}

test.each([
  ['its text', mailOf(1250, '1000001E', csv('Plze\u00f2').join('\r\n'))],
  [
    'its page, which names its encoding',
    mailOf(
      1252,
      '10130102',
      `<html><head><meta charset="windows-1250"></head><body>${inTable('Plze\u00f2')}</body></html>`,
    ),
  ],
])('a mail of Outlook in a code page: %s', async (_name, bytes) => {
  expect((await imported(bytes, 'x.msg')).rows).toEqual([`${a.serialNumber}|Plzeň|`])
})

test('the fonts and the code page hold for their group alone', () => {
  const text =
    "{\\rtf1\\ansicpg1252{\\fonttbl{\\f0 A;}{\\f1\\fcharset204 B;}}{\\f1\\'c8{\\uc0\\u1058 }}\\'fc\\u1058?\\par}"
  expect(textOfRichText(text)).toBe('ИТüТ\n')
})
