/** Spreadsheets of OpenDocument: what is hidden in them is read, and said, and numbers are as the sheet shows them. */
import { expect, test } from 'vitest'
import { sampleDevices } from '../device-csv/samples.ts'
import { collected } from './collected.ts'
import { makeZip } from './make-zip.ts'

const titles = ['Serial Number', 'Hardware Hash', 'Group Tag']
const row = (n: number, tag: string) => [
  sampleDevices[n]?.serialNumber ?? '',
  sampleDevices[n]?.hash ?? '',
  tag,
]
const cell = (value: string) =>
  `<table:table-cell office:value-type="string"><text:p>${value}</text:p></table:table-cell>`
const line = (values: readonly string[], attributes = '') =>
  `<table:table-row${attributes}>${values.map(cell).join('')}</table:table-row>`
const sheet = (rows: string, { columns = '', attributes = '' } = {}) =>
  `<table:table table:name="S"${attributes}>${columns}${line(titles)}${rows}</table:table>`
const hiddenStyle =
  '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>'
const contentOf = (body: string) =>
  `<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"><office:automatic-styles>${hiddenStyle}</office:automatic-styles><office:body><office:spreadsheet>${body}</office:spreadsheet></office:body></office:document-content>`

async function found(body: string) {
  const files = {
    mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
    'META-INF/manifest.xml': '<manifest:manifest/>',
    'styles.xml': '<office:document-styles/>',
    'content.xml': contentOf(body),
  }
  const entries = Object.entries(files).map(([name, text]) => ({
    name,
    content: new TextEncoder().encode(text),
  }))
  const { devices, faults } = await collected(makeZip(entries), 'x.ods')
  return {
    tags: devices.map(({ groupTag }) => groupTag),
    said: faults.map(({ code, message }) => `${code}: ${message}`),
  }
}

test.each(['collapse', 'filter'])('a row with the visibility %s', async (visibility) => {
  const rows = line(row(0, 'Sales')) + line(row(2, 'Kiosk'), ` table:visibility="${visibility}"`)
  const { tags, said } = await found(sheet(rows))
  expect(tags).toEqual(['Sales', 'Kiosk'])
  expect(said).toEqual([expect.stringMatching(/^rows-hidden: .*row 3\./)])
})

test('a column, behind others that are repeated', async () => {
  const columns =
    '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
  const { tags, said } = await found(sheet(line(row(0, 'Sales')), { columns }))
  expect(tags).toEqual(['Sales'])
  expect(said).toEqual([expect.stringMatching(/^columns-hidden: .*column C\./)])
})

test('a sheet', async () => {
  const body =
    sheet(line(row(0, 'Sales'))) +
    sheet(line(row(2, 'Old')), { attributes: ' table:style-name="ta2"' }).replace('"S"', '"H"')
  const { tags, said } = await found(body)
  expect(tags).toEqual(['Sales', 'Old'])
  expect(said).toEqual([expect.stringMatching(/^sheet-hidden: /)])
})

test('a number that its format shows with zeros or words', async () => {
  const number = (shown: string) =>
    line(row(0, '')).replace(
      cell(''),
      `<table:table-cell office:value-type="float" office:value="42"><text:p>${shown}</text:p></table:table-cell>`,
    )
  for (const shown of ['00042', 'BER-042', '42'])
    expect((await found(sheet(number(shown)))).tags).toEqual([shown])
})
