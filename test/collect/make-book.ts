/** Spreadsheets as programs write them, and such as none does. */
import { CFB, utils, type WorkSheet, write } from '@e965/xlsx'
import { sampleDevices } from '../device-csv/samples.ts'

export const titles = ['Device Serial Number', 'Windows Product ID', 'Hardware Hash', 'Group Tag']
export const deviceRow = (n: number, tag = ''): string[] => [
  sampleDevices[n]?.serialNumber ?? '',
  '',
  sampleDevices[n]?.hash ?? '',
  tag,
]
export const devices = (): WorkSheet =>
  utils.aoa_to_sheet([titles, deviceRow(0, 'Sales'), deviceRow(2, 'Kiosk')])

export type BookKind = 'xlsx' | 'xlsm' | 'xlsb' | 'biff8' | 'ods' | 'fods' | 'xlml' | 'html'

export function makeBook(
  sheets: Readonly<Record<string, WorkSheet>>,
  kind: BookKind = 'xlsx',
): Uint8Array<ArrayBuffer> {
  const book = utils.book_new()
  for (const [name, sheet] of Object.entries(sheets)) utils.book_append_sheet(book, sheet, name)
  return new Uint8Array(
    write(book, { type: 'buffer', bookType: kind, compression: true, bookSST: true }),
  )
}

const [dimensions, row] = [0x0200, 0x0208]

/** An old workbook of one sheet, with the records by which Excel hides rows; the library that makes books writes none. */
export function hideRows(book: Uint8Array, hidden: readonly number[]): Uint8Array<ArrayBuffer> {
  const container = CFB.read(Buffer.from(book), { type: 'buffer' })
  const stream = CFB.find(container, 'Workbook')
  if (stream === null) throw new Error('not an old workbook')
  const old = Buffer.from(stream.content as Uint8Array)
  const records: Buffer[] = []
  for (let at = 0; at + 4 <= old.length; ) {
    const end = at + 4 + old.readUInt16LE(at + 2)
    records.push(old.subarray(at, end))
    if (old.readUInt16LE(at) === dimensions) records.push(...hidden.map(hiddenRow))
    at = end
  }
  stream.content = Buffer.concat(records)
  stream.size = stream.content.length
  return new Uint8Array(CFB.write(container, { type: 'buffer', fileType: 'cfb' }) as Uint8Array)
}

/** From 0. */
function hiddenRow(number: number): Buffer {
  const record = Buffer.alloc(20)
  record.writeUInt16LE(row, 0)
  record.writeUInt16LE(16, 2)
  record.writeUInt16LE(number, 4)
  record.writeUInt16LE(4, 8)
  record.writeUInt16LE(255, 10)
  record.writeUInt16LE(0x0120, 16)
  return record
}

/** The parts of a workbook with one sheet, whose XML is given. */
export const partsOf = (sheetXml: string): { name: string; content: Uint8Array }[] => [
  {
    name: '[Content_Types].xml',
    content: bytes(
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    ),
  },
  {
    name: 'xl/workbook.xml',
    content: bytes(
      '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
    ),
  },
  {
    name: 'xl/_rels/workbook.xml.rels',
    content: bytes(
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    ),
  },
  { name: 'xl/worksheets/sheet1.xml', content: bytes(sheetXml) },
]

export const sheetXml = (rows: string): string =>
  `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows}</sheetData></worksheet>`

export function rowXml(number: number, values: readonly string[]): string {
  const cells = values.map((value) => `<c t="inlineStr"><is><t>${value}</t></is></c>`)
  return `<row r="${number}">${cells.join('')}</row>`
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

/** What a spreadsheet program writes when a password is asked for. */
export function makeProtectedBook(): Uint8Array {
  const container = CFB.utils.cfb_new()
  CFB.utils.cfb_add(container, '/EncryptionInfo', Buffer.from([4, 0, 4, 0, 64, 0, 0, 0]))
  CFB.utils.cfb_add(container, '/EncryptedPackage', Buffer.alloc(5000, 7))
  return new Uint8Array(CFB.write(container, { type: 'buffer', fileType: 'cfb' }))
}

/** A mail as Outlook saves it, with another mail attached that has the last of the files. */
export function makeOutlookMail(
  text: string,
  files: readonly { readonly name: string; readonly content: Uint8Array }[],
): Uint8Array<ArrayBuffer> {
  const mail = CFB.utils.cfb_new()
  const add = (path: string, content: Uint8Array) =>
    CFB.utils.cfb_add(mail, path, Buffer.from(content))
  const wide = (value: string) => new Uint8Array(Buffer.from(value, 'utf16le'))
  add('/__properties_version1.0', new Uint8Array(32))
  add('/__substg1.0_1000001F', wide(text))
  files.forEach(({ name, content }, n) => {
    const isLast = n > 0 && n === files.length - 1
    const folder = `/__attach_version1.0_#0000000${n}`
    const inner = `${folder}/__substg1.0_3701000D/__attach_version1.0_#00000000`
    add(`${isLast ? inner : folder}/__substg1.0_3707001F`, wide(name))
    add(`${isLast ? inner : folder}/__substg1.0_37010102`, content)
  })
  return new Uint8Array(CFB.write(mail, { type: 'buffer', fileType: 'cfb' }) as Uint8Array)
}
