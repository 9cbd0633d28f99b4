/** Mails without a table, and what is attached to them: nothing is lost unsaid, and a tag that only a sentence names is said. */
import { expect, test } from 'vitest'
import { makeZip } from '../collect/make-zip.ts'
import { sampleDevices } from '../device-csv/samples.ts'
import { collected } from './collected.ts'
import { imported } from './imported.ts'

const [a = { serialNumber: '', hash: '' }] = sampleDevices
const mail = (type: string, body: string) =>
  `From: anna@contoso.test\r\nTo: it@contoso.test\r\nSubject: hash\r\nMIME-Version: 1.0\r\nContent-Type: ${type}; charset=utf-8\r\n\r\n${body}\r\n`

test('a mail that is HTML alone, with paragraphs', async () => {
  const list = ['Serial number', 'Hardware hash', 'Group tag', 'Assigned user']
    .map((name, at) => [name, [a.serialNumber, a.hash, 'Sales', 'a@contoso.test'][at]])
    .map(([name, value]) => `<p>${name}: <b>${value}</b></p>`)
  const { rows } = await imported(
    mail('text/html', `<html><body>${list.join('')}</body></html>`),
    'x.eml',
  )
  expect(rows).toEqual([`${a.serialNumber}|Sales|a@contoso.test`])
})

test.each([
  ['text/plain', `Hello,\r\nplease import with group tag Sales:\r\n${a.hash}`],
  ['text/html', `<p>Please import with group tag <b>Sales</b>:</p><p>${a.hash}</p>`],
])('a sentence that names a tag in %s', async (type, body) => {
  const { rows, said } = await imported(mail(type, body), 'x.eml')
  expect(rows).toEqual([`${a.serialNumber}||`])
  expect(said.join()).toMatch(
    /group tag Sales|Group tags and users, if there are any, are not used/,
  )
})

test.each([
  ['x.eml', (page: string) => mail('text/html', page)],
  ['x.html', (page: string) => page],
] as const)('a sentence beside a table that names a tag, in %s', async (name, inFile) => {
  const table = (tag: string, title: string) =>
    `<table><tr><th>Serial Number</th><th>Hardware Hash</th>${title}</tr><tr><td>${a.serialNumber}</td><td>${a.hash}</td>${tag}</tr></table>`
  const page = (tag = '', title = '') =>
    `<html><head><title>Group tags</title></head><body><p>Please import with group tag <b>Sales</b>:</p>${table(tag, title)}</body></html>`
  const { rows, said } = await imported(inFile(page()), name)
  expect(rows).toEqual([`${a.serialNumber}||`])
  expect(said.join()).toContain('Please import with group tag Sales:')
  const own = await imported(inFile(page('<td>Kiosk</td>', '<th>Group Tag</th>')), name)
  expect(own.rows).toEqual([`${a.serialNumber}|Kiosk|`])
  expect(own.said.join()).not.toContain('Sales')
})

const csv = `Serial Number,Hardware Hash,Group Tag\r\n${a.serialNumber},${a.hash},Sales\r\n`

/** An attachment as Outlook sends it to other mail programs. */
function winmail(name: string, content: Uint8Array): Uint8Array {
  const attribute = (level: number, id: number, data: Uint8Array) => {
    const head = Buffer.alloc(9)
    head.writeUInt8(level)
    head.writeUInt32LE(id, 1)
    head.writeUInt32LE(data.length, 5)
    const sum = Buffer.alloc(2)
    sum.writeUInt16LE(data.reduce((total, byte) => (total + byte) & 0xffff, 0))
    return Buffer.concat([head, data, sum])
  }
  return Buffer.concat([
    Buffer.from([0x78, 0x9f, 0x3e, 0x22, 1, 0]),
    attribute(1, 0x00089006, new Uint8Array([0, 0, 1, 0])),
    attribute(2, 0x00069002, new Uint8Array(14)),
    attribute(2, 0x00018010, Buffer.from(`${name}\0`)),
    attribute(2, 0x0006800f, content),
  ])
}

const withAttachment = (name: string, content: Uint8Array) =>
  `From: anna@contoso.test\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nHere they are.\r\n--x\r\nContent-Type: application/octet-stream; name="${name}"\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename="${name}"\r\n\r\n${Buffer.from(
    content,
  )
    .toString('base64')
    .replaceAll(/(.{76})/g, '$1\r\n')}\r\n--x--\r\n`

test('a mail whose text names a tag for the devices that are attached', async () => {
  const bare = `Serial Number,Hardware Hash\r\n${a.serialNumber},${a.hash}\r\n`
  const text = withAttachment('devices.csv', new TextEncoder().encode(bare))
  const { rows, said } = await imported(
    text.replace('Here they are.', 'Please use the group tag Sales.'),
    'x.eml',
  )
  expect(rows).toEqual([`${a.serialNumber}||`])
  expect(said.join()).toContain('Please use the group tag Sales.')
})

test('winmail.dat, by itself, in a mail and in an archive', async () => {
  const dat = winmail('devices.csv', new TextEncoder().encode(csv))
  const rows = [`${a.serialNumber}|Sales|`]
  expect((await imported(dat, 'winmail.dat')).rows).toEqual(rows)
  expect((await imported(withAttachment('winmail.dat', dat), 'x.eml')).rows).toEqual(rows)
  const zip = makeZip([{ name: 'case/winmail.dat', content: dat }])
  expect((await imported(zip, 'x.zip')).rows).toEqual(rows)
  await expect(imported(dat.subarray(0, 3000), 'winmail.dat')).rejects.toThrow('[damaged]')
})

test('an archive of another kind beside devices stops the import, and is named', async () => {
  const other = new Uint8Array([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c])
  const zip = makeZip([
    { name: 'devices.csv', content: new TextEncoder().encode(csv) },
    { name: 'more.7z', content: other },
  ])
  await expect(imported(zip, 'x.zip')).rejects.toThrow(/more\.7z: .*\[archive-not-read\]/)
  const mail = withAttachment('more.7z', other).replace('Here they are.', csv)
  await expect(imported(mail, 'x.eml')).rejects.toThrow(/more\.7z: .*\[archive-not-read\]/)
})

test('a Word document keeps the tags of its table, whose text is in pieces', async () => {
  const run = (text: string) => `<w:r><w:rPr/><w:t xml:space="preserve">${text}</w:t></w:r>`
  const cell = (text: string) =>
    `<w:tc><w:p>${run(text.slice(0, 7))}<w:r><w:delText>old</w:delText></w:r>${run(text.slice(7))}</w:p></w:tc>`
  const rows = [csv.split('\r\n')[0]?.split(',') ?? [], [a.serialNumber, a.hash, 'R&amp;D']]
  const xml = `<w:document xmlns:w="w"><w:body><w:p>${run('Devices')}</w:p><w:tbl>${rows.map((row) => `<w:tr>${row.map(cell).join('')}</w:tr>`).join('')}</w:tbl></w:body></w:document>`
  const docx = makeZip([
    { name: '[Content_Types].xml', content: new TextEncoder().encode('<Types/>') },
    { name: 'word/document.xml', content: new TextEncoder().encode(xml) },
  ])
  expect((await imported(docx, 'x.docx')).rows).toEqual([`${a.serialNumber}|R&D|`])
  expect((await collected(docx, 'x.docx')).found).toEqual([`${a.serialNumber}|R&D|`])
})
