/** Files of further kinds that administrators have: dumps of databases, tables in JSON, scripts, chats, texts of two kinds. */
import { expect, test } from 'vitest'
import { sampleDevices } from '../device-csv/samples.ts'
import { collected } from './collected.ts'
import { imported } from './imported.ts'

const [a = { serialNumber: '', hash: '' }, , b = a] = sampleDevices
const [A, B] = [a.serialNumber, b.serialNumber]
const both = [`${A}|Sales|a@contoso.test`, `${B}|Kiosk|`]
const lines = (...all: readonly string[]) => `${all.join('\r\n')}\r\n`
const csv = lines(
  'Serial Number,Hardware Hash,Group Tag,Assigned User',
  `${A},${a.hash},Sales,a@contoso.test`,
  `${B},${b.hash},Kiosk,`,
)
const names = ['serial', 'hash', 'tag', 'upn']
const rows = [
  [A, a.hash, 'Sales', 'a@contoso.test'],
  [B, b.hash, 'Kiosk', null],
] as const
const column = (at: number) => rows.map((row) => row[at])
const values = rows
  .map(
    (row, n) =>
      `(${[n, ...row].map((each) => (typeof each === 'string' ? `'${each}'` : (each ?? 'NULL'))).join(',')})`,
  )
  .join(',')
const objects = rows.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at]])))
const inEntries = (row: readonly (string | null)[]) =>
  names.map(
    (name, at) =>
      `<En><S N="Key">${name}</S>${row[at] == null ? '<Nil N="Value" />' : `<S N="Value">${row[at]}</S>`}</En>`,
  )

const texts: Readonly<Record<string, string>> = {
  'a dump of MySQL': `-- MySQL dump 10.13\n\n/*!40101 SET NAMES utf8 */;\nCREATE TABLE \`d\` (\n  \`id\` int NOT NULL AUTO_INCREMENT,\n  \`serial\` varchar(64) DEFAULT NULL,\n  \`hash\` text,\n  \`tag\` varchar(64) COLLATE utf8_bin DEFAULT 'x',\n  \`upn\` varchar(200) DEFAULT NULL,\n  PRIMARY KEY (\`id\`),\n  KEY \`s\` (\`serial\`,\`tag\`)\n) ENGINE=InnoDB;\n\nINSERT INTO \`d\` VALUES ${values};\n`,
  'a dump of SQLite': `PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCREATE TABLE d(id INTEGER PRIMARY KEY, serial TEXT, hash TEXT, tag TEXT, upn TEXT);\nINSERT INTO d VALUES${values.replace('),(', ');\nINSERT INTO d VALUES(')};\nCOMMIT;\n`,
  'a dump of PostgreSQL': `--\n-- PostgreSQL database dump\n--\n\nSET client_encoding = 'UTF8';\n\nCREATE TABLE public.d (\n    id integer,\n    serial text\n);\n\nCOPY public.d (id, serial, hash, tag, upn) FROM stdin;\n${rows.map((row, n) => [n, ...row].map((each) => each ?? '\\N').join('\t')).join('\n')}\n\\.\n\nSELECT 1;\n`,
  'names beside the rows, as pandas splits': JSON.stringify({
    columns: names,
    index: [0, 1],
    data: rows,
  }),
  'columns with a row for each number': JSON.stringify(
    Object.fromEntries(names.map((name, at) => [name, Object.fromEntries(column(at).entries())])),
  ),
  'columns as lists': JSON.stringify(
    Object.fromEntries(names.map((name, at) => [name, column(at)])),
  ),
  'a result of Log Analytics': JSON.stringify({
    tables: [
      { name: 'PrimaryResult', columns: names.map((name) => ({ name, type: 'string' })), rows },
    ],
  }),
  'a list of properties for each device': JSON.stringify(
    objects.map((device) => ({
      id: 7,
      properties: Object.entries(device).map(([name, value]) => ({ name, value })),
    })),
  ),
  'dictionaries that PowerShell has exported': `<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04"><Obj RefId="0"><LST>${rows.map((row, n) => `<Obj RefId="${n + 1}"><TN RefId="1"><T>System.Collections.Hashtable</T></TN><DCT>${inEntries(row).join('')}</DCT></Obj>`).join('')}</LST></Obj></Objs>`,
  'a here-string': `# upload\r\n$csv = @"\r\n${csv}"@\r\n$csv | ConvertFrom-Csv | Import-It\r\n`,
  'a here-string behind other lines': `param(\r\n  [string]$Tenant = 'contoso.test'\r\n)\r\nSet-StrictMode -Version 3\r\n$devices = @'\r\n${csv}'@ | ConvertFrom-Csv\r\n`,
  'a text in a script of Python': `import csv, io\n\nDEVICES = """\\\n${csv}"""\n\nfor row in csv.DictReader(io.StringIO(DEVICES)):\n    upload(row)\n`,
  'messages of WhatsApp on an iPhone': lines(
    `[30.11.26, 14:03:22] Anna Berg: Serial: ${A}`,
    `[30.11.26, 14:03:40] Anna Berg: Hash: ${a.hash}`,
    '[30.11.26, 14:03:55] Anna Berg: Group tag: Sales',
    '[30.11.26, 14:04:01] Anna Berg: User: a@contoso.test',
    `[30.11.26, 14:05:22] Anna Berg: Serial: ${B}`,
    `[30.11.26, 14:05:40] Anna Berg: Hash: ${b.hash}`,
    '[30.11.26, 14:05:55] Anna Berg: Group tag: Kiosk',
  ),
  'messages of WhatsApp on Android': lines(
    `11/30/26, 2:03\u202fPM - Anna Berg: Serial: ${A}`,
    `11/30/26, 2:03\u202fPM - Anna Berg: Hash: ${a.hash}`,
    '11/30/26, 2:04\u202fPM - Anna Berg: Group tag: Sales',
    '11/30/26, 2:04\u202fPM - Anna Berg: User: a@contoso.test',
    `11/30/26, 2:05\u202fPM - Bo: Serial: ${B}`,
    `11/30/26, 2:05\u202fPM - Bo: Hash: ${b.hash}`,
    '11/30/26, 2:05\u202fPM - Bo: Group tag: Kiosk',
  ),
  'JSON that was written as a text': JSON.stringify(JSON.stringify(objects)),
  'XML of Access': `<dataroot>${rows.map(([s, h, t, u]) => `<D><Serial_x0020_Number>${s}</Serial_x0020_Number><Hardware_x0020_Hash>${h}</Hardware_x0020_Hash><Group_x0020_Tag>${t}</Group_x0020_Tag><Assigned_x0020_User>${u ?? ''}</Assigned_x0020_User></D>`).join('')}</dataroot>`,
  'a list whose values PowerShell prints in braces': rows
    .map((row) => names.map((name, at) => `${name} : {${row[at] ?? ''}}\r\n`).join(''))
    .join('\r\n'),
  'a table in a message of WhatsApp': `[30.11.26, 14:03:22] Anna Berg: ${csv}`,
  'a list with arrows': rows
    .map((row) => names.map((name, at) => `${name} -> ${row[at] ?? ''}\r\n`).join(''))
    .join('\r\n'),
  'a table of ServiceNow': csv
    .replace('Serial Number', 'u_serial_number')
    .replace('Group Tag', 'u_group_tag')
    .replace('Assigned User', 'u_assigned_user'),
}

test.each(Object.entries(texts))('%s', async (_name, text) => {
  expect((await collected(text)).found).toEqual(both)
  expect((await imported(text)).rows).toEqual(both)
})

test.each([
  [
    'a table and a list',
    `${csv.split('\r\n').slice(0, 2).join('\r\n')}\r\n\r\nDevice Serial Number : ${B}\r\nHardware Hash        : ${b.hash}\r\nGroup Tag            : Kiosk\r\n`,
  ],
  [
    'a list and a table',
    `Serial Number : ${A}\r\nHardware Hash : ${a.hash}\r\nGroup Tag     : Sales\r\n\r\nSerial Number,Hardware Hash,Group Tag\r\n${B},${b.hash},Kiosk\r\n`,
  ],
  [
    'objects and a table',
    `${JSON.stringify({ serialNumber: A, hardwareHash: a.hash })}\r\nSerial Number,Hardware Hash,Group Tag\r\n${B},${b.hash},Kiosk\r\n`,
  ],
])('a text of two kinds loses no device unsaid: %s', async (_name, text) => {
  const { found, said } = await collected(text)
  if (found.length < 2) {
    expect(said.join()).toContain('row-left-out')
    await expect(imported(text)).rejects.toThrow()
  } else expect(found.map((device) => device.split('|')[0])).toEqual([A, B])
})

test('hashes by their serial numbers', async () => {
  const text = JSON.stringify({ [A]: a.hash, [B]: b.hash })
  expect((await imported(text)).rows).toEqual([`${A}||`, `${B}||`])
})

test('names and values with a blank between them are no devices without tags', async () => {
  const text = `serial ${A}\nhash ${a.hash}\ntag Sales\n`
  await expect(imported(text)).rejects.toThrow('[columns-doubtful]')
})

test.each(['Tag: Sales', 'tag = Sales', '*Tag*: Sales', 'Please add it with tag Sales.'])(
  'a loose hash beside %s stops the import',
  async (sentence) => {
    const text = `Hello,\n${sentence}\nthis one please: x ${a.hash} y\n`
    await expect(imported(text)).rejects.toThrow('[columns-doubtful]')
  },
)

test('a German day is no tag', async () => {
  const text = `Hallo,\nTag: Montag, 30.11.\nbitte diesen: x ${a.hash} y\n`
  expect((await imported(text)).rows).toEqual([`${A}||`])
})
