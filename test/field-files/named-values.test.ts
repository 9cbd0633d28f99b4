/** Lists, JSON, XML and mails in which every value has a name: nothing of them is lost unsaid, or goes to another device. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readFiles } from '../../cli/import/files/read-files.ts'
import { taxiway } from '../support/taxiway-command.ts'
import { collected, short } from './collected.ts'
import { a, b, both } from './two-devices.ts'

const folder = mkdtempSync(join(tmpdir(), 'taxiway-named-'))
afterAll(() => rmSync(folder, { recursive: true }))

const [bare, sales, kiosk] = [
  `${a.serialNumber}||`,
  `${a.serialNumber}|Sales|`,
  `${b.serialNumber}|Kiosk|`,
]
const one = { serialNumber: a.serialNumber, hardwareHash: a.hash }
const other = { serialNumber: b.serialNumber, hardwareHash: b.hash }
const wrapped = (text: string, size: number, end: string) =>
  text.match(new RegExp(`.{1,${size}}`, 'g'))?.join(end) ?? ''
const json = (value: unknown) => JSON.stringify(value)
const xml = (fields: Readonly<Record<string, string>>) =>
  Object.entries(fields)
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join('')
const list = (end: string, ...fields: readonly (readonly [string, string])[]) =>
  fields.map(([name, value]) => `${name} : ${value}`).join(end)
const csv = [
  'Device Serial Number,Windows Product ID,Hardware Hash,Group Tag,Assigned User',
  `${a.serialNumber},,${a.hash},B=C3=BCro,a@contoso.test`,
  `${b.serialNumber},,${b.hash},Kiosk,b@contoso.test`,
]

function fileOf(text: string): string {
  const path = join(folder, 'x.txt')
  writeFileSync(path, text)
  return path
}

const whole: Readonly<Record<string, readonly [text: string, rows: readonly string[]]>> = {
  'tags and users in an object inside the device': [
    json([
      { ...one, autopilot: { groupTag: 'Sales', assignedUser: 'a@contoso.test' } },
      { ...other, autopilot: { tag: ['Kiosk'], user: { upn: 'b@contoso.test' } } },
    ]),
    both,
  ],
  'the hash in an object inside the device': [
    json({
      devices: [
        {
          serial: a.serialNumber,
          groupTag: 'Sales',
          user: 'a@contoso.test',
          hardware: { hash: a.hash },
        },
        {
          serial: b.serialNumber,
          groupTag: { value: 'Kiosk' },
          assignedUser: { value: 'b@contoso.test' },
          hardware: { bios: { hash: b.hash } },
        },
      ],
    }),
    both,
  ],
  'an empty name before the one that is used': [
    json([{ ...one, groupTag: '', orderIdentifier: 'Sales' }]),
    [sales],
  ],
  'JSON with a comment and a comma too many': [
    `// exported\n[${json({ ...one, groupTag: 'Sales' }).replace('}', ',}')},\n]`,
    [sales],
  ],
  'a request that was logged as a text': [
    json({ body: json({ ...one, groupTag: 'Sales' }) }),
    [sales],
  ],
  'a list with blank lines between all of its lines': [
    list(
      '\r\n\r\n',
      ['SerialNumber', a.serialNumber],
      ['HardwareHash', a.hash],
      ['GroupTag', 'Sales'],
      ['SerialNumber', b.serialNumber],
      ['HardwareHash', b.hash],
      ['GroupTag', 'Kiosk'],
    ),
    [sales, kiosk],
  ],
  'a list whose values stand below their names': [
    `Serial Number:\n${a.serialNumber}\nGroup Tag:\nSales\nHardware Hash:\n${wrapped(a.hash, 90, '\n')}\n`,
    [sales],
  ],
  'names with letters of other languages': [
    `Numéro de série : ${a.serialNumber}\nHachage matériel : ${a.hash}\nÉtiquette de groupe : Sales\nUtilisateur affecté : a@contoso.test\n`,
    both.slice(0, 1),
  ],
  'a device without a tag before one with it, in XML': [
    `<Devices><Device>${xml({ SerialNumber: a.serialNumber, Hash: a.hash })}</Device><Device>${xml({ GroupTag: 'Kiosk', SerialNumber: b.serialNumber, Hash: b.hash })}</Device></Devices>`,
    [bare, kiosk],
  ],
  'properties of names and values in XML, with letters as numbers': [
    `<r><device><property name="SerialNumber" value="${a.serialNumber}"/><property name="HardwareHash" value="${a.hash}"/><property name="GroupTag" value="S&#97;l&#x65;s"/></device></r>`,
    [sales],
  ],
  'an OA3 report with a tag and a user': [
    `<Key><ProductKey>AAAAA-BBBBB-CCCCC-DDDDD-EEEEE</ProductKey><HardwareHash>${a.hash}</HardwareHash><SerialNumber>${a.serialNumber}</SerialNumber><OrderID>Sales</OrderID><UPN>a@contoso.test</UPN></Key>`,
    both.slice(0, 1),
  ],
  'the text of a mail as it is sent': [
    csv.map((line) => wrapped(line, 72, '=\r\n')).join('\r\n'),
    [`${a.serialNumber}|Büro|a@contoso.test`, both[1] ?? ''],
  ],
  'a table of Format-Table -Wrap': [
    [
      '',
      'Device Serial Number Hardware Hash                                                Group Tag',
      '-------------------- -------------                                                ---------',
      ...(a.hash.match(/.{1,60}/g) ?? []).map(
        (part, n) =>
          `${(n === 0 ? a.serialNumber : '').padEnd(21)}${part.padEnd(61)}${n === 0 ? 'Sales' : ''}`,
      ),
      '',
    ].join('\r\n'),
    [sales],
  ],
  'a table of a document, with every cell on a line': [
    csv.slice(0, 1).concat(csv.slice(2)).join(',').replaceAll(',', '\r\n'),
    both.slice(1),
  ],
}

test.each(Object.entries(whole))('%s', async (_name, [text, rows]) => {
  expect((await collected(text)).found).toEqual(rows)
  const files = await readFiles([fileOf(text)])
  expect(files.flatMap((file) => file.rows.map(short))).toEqual(rows)
})

/** What is left out is named, stops the import, and is accepted by its code. */
const named: Readonly<
  Record<string, readonly [text: string, rows: readonly string[], said: string]>
> = {
  'a tag beside several devices': [
    json({ groupTag: 'Sales', devices: [one].concat({ ...other }) }),
    [bare, `${b.serialNumber}||`],
    'columns-doubtful: Columns that are not used, but may hold group tags or users: groupTag.',
  ],
  'a user under a name that nobody knows': [
    json([{ ...one, person: 'a@contoso.test', colour: 'red' }]),
    [bare],
    'columns-doubtful: Columns that are not used, but may hold group tags or users: person.',
  ],
  'two tags of one device': [
    json([{ ...one, groupTag: 'Sales', meta: { orderId: 'Kiosk' } }]),
    [sales],
    'columns-doubtful: Columns that are not used, but may hold group tags or users: orderId.',
  ],
  'a device of a list whose hash was cut': [
    list(
      '\n',
      ['SerialNumber', a.serialNumber],
      ['HardwareHash', a.hash],
      ['GroupTag', 'Sales'],
      ['SerialNumber', b.serialNumber],
      ['HardwareHash', `${b.hash.slice(0, 76)}...`],
      ['GroupTag', 'Kiosk'],
    ),
    [sales],
    `row-left-out: ${b.serialNumber} is left out: its hash is not complete (79 letters).`,
  ],
  'a table of Format-Table that is as wide as its window': [
    [
      'SerialNumber HardwareHash                        GroupTag',
      '------------ ------------                        --------',
      `${a.serialNumber.padEnd(13)}${a.hash.slice(0, 32)}... Sales`,
      '',
    ].join('\r\n'),
    [],
    `row-left-out: ${a.serialNumber} is left out: its hash is not complete (35 letters).`,
  ],
  'a device in JSON without a hash': [
    json([
      { ...one, groupTag: 'Sales' },
      { ...other, hardwareHash: 'T0FFAA', groupTag: 'Kiosk' },
    ]),
    [sales],
    `row-left-out: ${b.serialNumber} is left out: its hash is not complete (6 letters).`,
  ],
}

test.each(Object.entries(named))('%s', async (_name, [text, rows, said]) => {
  const { found, said: all } = await collected(text)
  expect(found).toEqual(rows)
  expect(all).toContain(said)
  const code = said.slice(0, said.indexOf(':'))
  const path = fileOf(text)
  const stopped = readFiles([path])
  await expect(stopped).rejects.toThrow(`[${code}]`)
  await expect(stopped).rejects.toMatchObject({ hint: expect.stringContaining('--accept') })
  if (rows.length === 0) return
  const options = { accepted: new Set([code]), replaced: new Set<never>() }
  const files = await readFiles([path], options)
  expect(files.flatMap((file) => file.rows.map(short))).toEqual(rows)
})

test('what was, or belongs to somebody else, is no tag and no user', async () => {
  const text = json([
    {
      ...one,
      groupTag: 'Sales',
      previous: { groupTag: 'Kiosk' },
      createdBy: { user: { userPrincipalName: 'b@contoso.test' } },
    },
  ])
  expect(await collected(text)).toEqual({
    found: [sales],
    said: [
      'columns-not-used: Columns that are not used: previous.groupTag, createdBy.user.userPrincipalName.',
    ],
  })
})

test('the codes of what was collected are accepted by the command line', async () => {
  const path = fileOf(json([{ ...one, person: 'a@contoso.test' }]))
  expect(await taxiway(['collect', path, '--what-if'])).toMatchObject({ code: 2 })
  expect(await taxiway(['import', path, '--dry-run'])).toMatchObject({ code: 2 })
  const accepted = await taxiway(['import', path, '--dry-run', '--accept', 'columns-doubtful'])
  expect(accepted).toMatchObject({ code: 0, stderr: expect.stringContaining('person') })
})

/** Also as the British spell it. */
test.each(['enrollment', 'enrollment'.replace('ll', 'l')])(
  'who is named in the %s of a device is not its assigned user',
  async (name) => {
    const device = { ...one, [name]: { userPrincipalName: 'x@contoso.test' } }
    const { found } = await collected(JSON.stringify([device]))
    expect(found).toEqual([bare])
  },
)
