/** Spreadsheets are read as they are, in the watched thread: whatever is in them, it ends, and nothing is calculated. */
import { gzipSync } from 'node:zlib'
import { utils } from '@e965/xlsx'
import { describe, expect, test } from 'vitest'
import { type CollectedDevice, collect } from '../../src/collect/collect.ts'
import { sampleDevices } from '../device-csv/samples.ts'
import {
  type BookKind,
  deviceRow,
  devices,
  hideRows,
  makeBook,
  makeOutlookMail,
  makeProtectedBook,
  partsOf,
  rowXml,
  sheetXml,
  titles,
} from './make-book.ts'
import { makeZip } from './make-zip.ts'
import { unhurried } from './unhurried.ts'

async function found(bytes: Uint8Array, name = 'book.xlsx') {
  const rows: CollectedDevice[] = []
  const said: string[] = []
  await collect(
    { name, size: bytes.length, open: () => once(bytes) },
    {
      onDevice: (device) => rows.push(device),
      onFault: ({ code, message }) => said.push(`${code}: ${message}`),
    },
    unhurried,
  )
  const short = rows.map(
    ({ serialNumber, groupTag, source, line }) => `${serialNumber}|${groupTag}|${source}:${line}`,
  )
  return { rows, short, said }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes.slice()
}

const kinds: readonly BookKind[] = ['xlsx', 'xlsb', 'biff8', 'ods', 'xlml', 'html']

test.each(kinds)('%s: each device with its tag, by sheet and row', async (kind) => {
  const { short, said } = await found(makeBook({ Devices: devices() }, kind))
  const sheet = kind === 'html' ? 'Sheet1' : 'Devices'
  expect({ short, said }).toEqual({
    short: [`PE0VG8PF|Sales|book.xlsx!${sheet}:2`, `0DN6741SS8|Kiosk|book.xlsx!${sheet}:3`],
    said: [],
  })
})

test('digits keep all their places, and what is no longer a number is shown as the sheet shows it', async () => {
  const sheet = utils.aoa_to_sheet([
    ['Serial Number', 'Hardware Hash', 'Group Tag'],
    [7, sampleDevices[0]?.hash, 123456789012],
    [1234567890123456789n.toString(), sampleDevices[2]?.hash, 1.5],
    [45375, sampleDevices[5]?.hash, true],
  ])
  Object.assign(sheet['A2'], { z: '00000000' })
  Object.assign(sheet['A4'], { z: 'mmm-yy' })
  const { rows } = await found(makeBook({ S: sheet }))
  expect(rows.map(({ serialNumber, groupTag }) => [serialNumber, groupTag])).toEqual([
    ['00000007', '123456789012'],
    ['1234567890123456789', '1.5'],
    ['Mar-24', 'TRUE'],
  ])
})

test('a number to which its format adds words or a sign is what the sheet shows', async () => {
  const rows = [deviceRow(0), deviceRow(2), deviceRow(5)].map((row, n) => [
    ...row.slice(0, 3),
    [42, 0.5, 123_456_789_012][n],
  ])
  const sheet = utils.aoa_to_sheet([titles, ...rows])
  Object.assign(sheet['D2'], { z: '"BER-"000' })
  Object.assign(sheet['D3'], { z: '0%' })
  Object.assign(sheet['D4'], { z: '0.00E+00' })
  const found3 = await found(makeBook({ S: sheet }))
  expect(found3.rows.map(({ groupTag }) => groupTag)).toEqual(['BER-042', '50%', '123456789012'])
})

test('tags on a sheet without devices stop an import, unless the devices have their own', async () => {
  const tags = utils.aoa_to_sheet([
    ['Group Tag', 'For'],
    ['Sales', 'Berlin'],
  ])
  const bare = utils.aoa_to_sheet([titles.slice(0, 3), deviceRow(0).slice(0, 3)])
  expect((await found(makeBook({ S: bare, Tags: tags }))).said).toEqual([
    expect.stringMatching(/^columns-doubtful: .*Group Tag/),
  ])
  expect((await found(makeBook({ S: devices(), Tags: tags }))).said).toEqual([
    'sheet-passed-over: This sheet lists no devices.',
  ])
})

test('a hash that is wrapped in its cell is whole; another line break is said', async () => {
  const hash = sampleDevices[0]?.hash.replaceAll(/(.{100})/g, '$1\n')
  const { short, said } = await found(
    makeBook({ S: utils.aoa_to_sheet([titles, ['PE0VG8PF', '', hash, 'Sales\nBerlin']]) }),
  )
  expect(short).toEqual(['PE0VG8PF|Sales Berlin|book.xlsx!S:2'])
  expect(said).toEqual([expect.stringMatching(/^line-break-in-cell: .*row 2/)])
})

test('nothing is calculated: the stored result of a formula is taken, and a missing one is named', async () => {
  const sheet = devices()
  Object.assign(sheet, {
    D2: { t: 's', f: 'UPPER("x")', v: 'STORED' },
    D3: { t: 'n', f: 'HYPERLINK("http://attacker.test","x")', v: 0 },
  })
  const { short, said } = await found(makeBook({ S: sheet }))
  expect(short[0]).toContain('|STORED|')
  expect(said).toEqual([expect.stringMatching(/^cell-without-result: .*D3/)])
})

test('a value in cells that are merged over several rows is not guessed for the other rows', async () => {
  const sheet = utils.aoa_to_sheet([titles, deviceRow(0, 'Sales'), deviceRow(2)])
  sheet['!merges'] = [utils.decode_range('D2:D3')]
  const { short, said } = await found(makeBook({ S: sheet }))
  expect(short).toEqual(['PE0VG8PF|Sales|book.xlsx!S:2', '0DN6741SS8||book.xlsx!S:3'])
  expect(said).toEqual([expect.stringMatching(/^cells-merged: D2:D3/)])
})

test.each(['xlsx', 'xlsb', 'xlml'] as const)(
  '%s: hidden and filtered rows are read, and said',
  async (kind) => {
    const sheet = devices()
    sheet['!rows'] = [{}, {}, { hidden: true }, { hidden: true }]
    const { short, said } = await found(makeBook({ S: sheet }, kind))
    expect(short).toHaveLength(2)
    expect(said).toEqual([expect.stringMatching(/^rows-hidden: .*: row 3\. /)])
  },
)

test('biff8: hidden rows are read, and said', async () => {
  const { short, said } = await found(hideRows(makeBook({ S: devices() }, 'biff8'), [2, 3]))
  expect(short).toHaveLength(2)
  expect(said).toEqual([expect.stringMatching(/^rows-hidden: .*: row 3\. /)])
})

test.each(['xlsx', 'biff8'] as const)('%s: hidden columns are read, and said', async (kind) => {
  const sheet = devices()
  sheet['!cols'] = [{}, { hidden: true }, {}, { hidden: true }]
  const { short, said } = await found(makeBook({ S: sheet }, kind))
  expect(short[0]).toBe('PE0VG8PF|Sales|book.xlsx!S:2')
  expect(said).toEqual([expect.stringMatching(/^columns-hidden: .*: column B, D\.$/)])
})

test('a link to another file is not followed: what was stored is taken, and said', async () => {
  for (const f of [
    '[1]Sheet1!$A$1',
    "'C:\\x\\[tags.xlsx]Sheet 1'!A1",
    'WEBSERVICE("http://attacker.test")',
  ]) {
    const sheet = devices()
    Object.assign(sheet, { D2: { t: 's', f, v: 'STORED' } })
    const { short, said } = await found(makeBook({ S: sheet }))
    expect(short[0]).toContain('|STORED|')
    expect(said).toEqual([expect.stringMatching(/^cell-linked: .*: cell D2\./)])
  }
})

test('a mail of Outlook, and a mail attached to it', async () => {
  const mail = makeOutlookMail('Here they are.', [
    { name: 'logo.png', content: new Uint8Array(100) },
    { name: 'devices.xlsx', content: makeBook({ S: devices() }) },
    { name: 'Geräte.csv', content: new TextEncoder().encode(`${titles}\r\n${deviceRow(5)}\r\n`) },
  ])
  const expected = [
    'PE0VG8PF|Sales|mail.msg!devices.xlsx!S:2',
    '0DN6741SS8|Kiosk|mail.msg!devices.xlsx!S:3',
    `${deviceRow(5)[0]}||mail.msg!Geräte.csv:2`,
  ]
  expect((await found(mail, 'mail.msg')).short).toEqual(expected)
  const zip = makeZip([{ name: 'mail.msg', content: mail }])
  expect((await found(zip, 'a.zip')).short).toEqual(
    expected.map((each) => each.replace('mail', 'a.zip!mail')),
  )
  const bare = makeOutlookMail(`Please register:\r\n${deviceRow(0)[2]}\r\nThanks`, [])
  expect((await found(bare, 'mail.msg')).short).toEqual(['PE0VG8PF||mail.msg!text:2'])
  expect((await found(makeOutlookMail('Hello', []), 'mail.msg')).said).toEqual([
    'nothing-found: Nothing in it contains a hardware hash.',
  ])
  expect((await found(mail.slice(0, 9000), 'mail.msg')).short).toEqual([])
})

test('sheets without devices are named and passed over', async () => {
  const { short, said } = await found(
    makeBook({ Notes: utils.aoa_to_sheet([['Ask Anna', 'Tuesday']]), Devices: devices() }),
  )
  expect(short).toHaveLength(2)
  expect(said).toEqual(['sheet-passed-over: This sheet lists no devices.'])
})

test('in an archive, a gzip file and a mail', async () => {
  const book = makeBook({ S: devices() })
  const zip = makeZip([{ name: 'a/b.xlsx', content: book }])
  expect((await found(zip, 'a.zip')).short[0]).toBe('PE0VG8PF|Sales|a.zip!a/b.xlsx!S:2')
  expect((await found(gzipSync(book), 'b.xlsx.gz')).short).toHaveLength(2)
  const mail = new TextEncoder().encode(
    `From: anna@contoso.test\r\nSubject: =?utf-8?Q?Ger=C3=A4te?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nHere they are.\r\n--x\r\nContent-Type: application/octet-stream; name="devices.xlsx"\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename="devices.xlsx"\r\n\r\n${Buffer.from(
      book,
    )
      .toString('base64')
      .replaceAll(/(.{76})/g, '$1\r\n')}\r\n--x--\r\n`,
  )
  expect((await found(mail, 'mail.eml')).short).toEqual([
    'PE0VG8PF|Sales|mail.eml!devices.xlsx!S:2',
    '0DN6741SS8|Kiosk|mail.eml!devices.xlsx!S:3',
  ])
})

describe('bounded', () => {
  test('a bomb of zeros', async () => {
    const parts = partsOf(sheetXml(' '.repeat(30 << 20)))
    const { short, said } = await found(makeZip(parts))
    expect(short).toEqual([])
    expect(said[0]).toMatch(/^ratio-too-high/)
  })

  test('as many rows as a sheet can have, of which two say something', async () => {
    const blank = Array.from({ length: 60_000 }, (_, at) => `<row r="${at + 10}"/>`).join('')
    const xml = sheetXml(
      rowXml(1, titles) +
        rowXml(2, deviceRow(0, 'Sales')) +
        blank +
        rowXml(1_048_576, deviceRow(2, 'Kiosk')),
    )
    const { short, said } = await found(makeZip(partsOf(xml)))
    expect(said).toEqual([])
    expect(short).toEqual(['PE0VG8PF|Sales|book.xlsx!S:2', '0DN6741SS8|Kiosk|book.xlsx!S:1048576'])
  })

  test('cells that are repeated without end', async () => {
    const content = `<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="S"><table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="string" table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>`
    const text = (name: string, value: string) => ({
      name,
      content: new TextEncoder().encode(value),
    })
    const { short, said } = await found(
      makeZip([
        text('mimetype', 'application/vnd.oasis.opendocument.spreadsheet'),
        text('META-INF/manifest.xml', '<manifest:manifest/>'),
        text('styles.xml', '<office:document-styles/>'),
        text('content.xml', content),
      ]),
      'book.ods',
    )
    expect(short).toEqual([])
    expect(said[0]).toMatch(/^damaged: .*repeats more cells/)
  })

  test('what is damaged, protected or something else says so', async () => {
    const book = makeBook({ S: devices() })
    expect((await found(book.slice(0, 3000))).said.length).toBeGreaterThan(0)
    expect((await found(makeProtectedBook(), 'x.xlsx')).said).toEqual([
      expect.stringMatching(/^encrypted/),
    ])
    const compound = new Uint8Array(4096)
    compound.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
    expect((await found(compound, 'x.xls')).said[0]).toMatch(/^damaged/)
  })
})
