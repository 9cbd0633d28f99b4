/** Relatives of the files of the field, one line each: what is repaired, what is collected, and what an import would send. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkDeviceCsv, fixDeviceCsv, readDeviceCsv } from 'taxiway-device-csv'
import { afterAll, expect, test } from 'vitest'
import { readFiles } from '../../cli/import/files/read-files.ts'
import { sampleDevices } from '../device-csv/samples.ts'
import { collected, short } from './collected.ts'
import { lines, titles } from './two-devices.ts'

const folder = mkdtempSync(join(tmpdir(), 'taxiway-siblings-'))
afterAll(() => rmSync(folder, { recursive: true }))

const [a = { serialNumber: '', hash: '' }, , b = a, , , c = a] = sampleDevices
const row = ({ serialNumber, hash }: typeof a, tag = '', user = '') =>
  `${serialNumber},,${hash},${tag},${user}`
const [sales, kiosk] = [`${a.serialNumber}|Sales|`, `${b.serialNumber}|Kiosk|`]
const wrapped = (text: string, end: string) => text.match(/.{1,80}/g)?.join(end) ?? ''

type Sibling = {
  readonly text: string
  readonly says?: string
  /** What all commands make of it; an import that stops, and a list that only `collect` and `import` read, by name. */
  readonly rows: readonly string[]
  readonly stops?: string
  readonly isOther?: true
  /** The repaired CSV has no serial numbers: the file's own column is not one, and only an import looks into the hash. */
  readonly isWithoutSerials?: true
}

const siblings: Readonly<Record<string, Sibling>> = {
  'a column with another title is not taken for serial numbers by its place': {
    isWithoutSerials: true,
    text: lines('Asset Tag,Note,Device HWID (4k)', `A-1,,${a.hash}`, `A-2,,${b.hash}`),
    says: 'column-extra',
    rows: [`${a.serialNumber}||`, `${b.serialNumber}||`],
  },
  'a sum under the rows is no device': {
    text: lines(titles, row(a, 'Sales'), row(b, 'Kiosk'), 'Total: 2,,,,'),
    says: 'no-device',
    rows: [sales, kiosk],
  },
  'a label before a serial number goes where the hash proves it': {
    text: lines(titles, `S/N: ${row(a, 'Sales')}`, `Service Tag ${row(b, 'Kiosk')}`),
    says: 'value-guard',
    rows: [sales, kiosk],
  },
  'all line ends are blanks, or lost': {
    text: `${titles} ${row(a, 'Sales')} ${row(b, 'Kiosk', 'b@contoso.test')}${row(c, 'Lab')}`,
    says: 'line-end-lost',
    rows: [sales, `${b.serialNumber}|Kiosk|b@contoso.test`, `${c.serialNumber}|Lab|`],
  },
  'a row in quotation marks is stuck to the hash before it': {
    text: lines(
      'Device Serial Number,Windows Product ID,Hardware Hash',
      `${a.serialNumber},,${a.hash}"${b.serialNumber}","","${b.hash}""${c.serialNumber}","","${c.hash}"`,
    ),
    says: 'line-end-lost',
    rows: [`${a.serialNumber}||`, `${b.serialNumber}||`, `${c.serialNumber}||`],
  },
  'values in apostrophes, and in doubled quotation marks behind an equals sign': {
    text: lines(
      titles,
      `'${a.serialNumber}','','${a.hash}','Sales',''`,
      `=""${b.serialNumber}"",,${b.hash},Kiosk,`,
    ),
    says: 'value-guard',
    rows: [sales, kiosk],
  },
  'words for nothing': {
    text: lines(
      titles,
      row(a, '[optional]', 'n.a.'),
      row(b, '(empty)', '?'),
      row(c, '(none)', 'N.A'),
    ),
    says: 'empty-word',
    rows: [`${a.serialNumber}||`, `${b.serialNumber}||`, `${c.serialNumber}||`],
  },
  'identifiers under titles, with model and serial number exchanged': {
    text: lines('Manufacturer,Model,Serial number', 'HP,5CG1234ABC,HP EliteBook 840 G8'),
    says: 'identifiers-swapped',
    rows: ['5CG1234ABC||'],
    stops: 'kind-other-import',
  },
  'no row has a hash': {
    text: lines('Device Serial Number,Windows Product ID,Hardware Hash', 'PF111,,', 'PF112,,'),
    says: 'hash-missing',
    rows: ['PF111||', 'PF112||'],
    stops: 'hash-missing',
  },
  'a hash that a program has shortened with dots': {
    text: lines(titles, row({ ...a, hash: `${a.hash.slice(0, 77)}...` }, 'Sales'), row(b, 'Kiosk')),
    says: 'hash-length',
    rows: [kiosk],
    stops: '',
  },
  'YAML, with a hash that is folded': {
    text: `- serial: ${a.serialNumber}\n  hash: ${a.hash}\n  tag: Sales\n- serial: ${b.serialNumber}\n  hash: >\n    ${wrapped(b.hash, '\n    ')}\n  tag: Kiosk\n`,
    says: 'not-csv',
    rows: [sales, kiosk],
    isOther: true,
  },
  'a note with names and values': {
    text: `SerialNumber: ${a.serialNumber}\nHash: ${a.hash.replaceAll('+', '\\u002b')}\nTag: Sales\n`,
    says: 'not-csv',
    rows: [sales],
    isOther: true,
  },
  'a sentence with a hash in it': {
    text: `Hi,\nplease register this notebook: ${a.hash}\nThanks, Anna\n`,
    says: 'kind-unknown',
    rows: [`${a.serialNumber}||`],
    isOther: true,
  },
  'a web page with line breaks in the hash': {
    text: `<html><body><p>${wrapped(a.hash, '<br>\n').replaceAll('+', '&#43;')}</p></body></html>`,
    says: 'not-csv',
    rows: [`${a.serialNumber}||`],
    isOther: true,
  },
}

test.each(Object.entries(siblings))('%s', async (_name, sibling) => {
  const { text, says, rows, stops } = sibling
  expect(checkDeviceCsv(text).findings.map(({ code }) => code)).toContain(says)
  const fixed = fixDeviceCsv(text)
  const repaired = readDeviceCsv(fixed.bytes).rows.map(short)
  if (sibling.isOther === true) expect(fixed.format).toBeNull()
  else if (sibling.isWithoutSerials === true) expect(repaired).toEqual(rows.map(() => '||'))
  else expect(repaired).toEqual(rows)
  const isOfHashes = stops === undefined || stops === ''
  expect((await collected(text, 'x')).found).toEqual(isOfHashes ? rows : [])
  const path = join(folder, 'x.csv')
  writeFileSync(path, text)
  if (stops) await expect(readFiles([path])).rejects.toThrow(`[${stops}]`)
  else
    expect((await readFiles([path])).flatMap((file) => file.rows.map(short))).toEqual(
      expect.arrayContaining([...rows]),
    )
})

test('collect names the lines that it passes over, and each that holds a hash', async () => {
  const text = lines('Exported by Anna', `hash: ${c.hash}`, titles, row(a, 'Sales'), '--', 'Anna')
  const { found, said } = await collected(text, 'x.csv')
  expect(found).toEqual([sales])
  expect(said).toEqual([
    expect.stringMatching(/^row-left-out: Line 2 is left out: /),
    'lines-passed-over: Lines that are not devices were skipped: 1, 5, 6.',
  ])
})

test('a report is imported as it is, in a few lines of remarks', async () => {
  const path = join(folder, 'report.csv')
  const report = [
    'BIOS_Serial_Number0,Computer_Name,Hardware_Hash0,OS',
    `${a.serialNumber},PC-1,${a.hash},10`,
  ]
  writeFileSync(path, lines(...report, 'PC-42,PC-2,,10', `${b.serialNumber},PC-3,${b.hash},10`))
  const [file] = await readFiles([path])
  expect(file?.rows.map(short)).toEqual([`${a.serialNumber}||`, 'PC-42||', `${b.serialNumber}||`])
  const missing = 'The hardware hash is missing. (Capture the hardware hash on the device.)'
  expect(file?.remarks).toEqual([
    `${path}: Read, although its form differs from the portal's: other titles, fewer columns.`,
    `${path}: Not used: Computer_Name, OS.`,
    `${path}:3: ${missing} [hash-missing]`,
  ])
})

test('a hash alone needs no serial number beside it', async () => {
  const path = join(folder, 'PC-1.txt')
  writeFileSync(path, `${a.hash}\r\n`)
  const [file] = await readFiles([path])
  expect(file?.rows.map(short)).toEqual([`${a.serialNumber}||`])
  expect(file?.remarks.join()).not.toContain('serial number is missing')
})
