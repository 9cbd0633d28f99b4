/** Data that a program holds as its own text: every device keeps its tag and its user, and none those of another one. */
import { checkDeviceCsv } from 'taxiway-device-csv'
import { expect, test } from 'vitest'
import { collected } from './collected.ts'
import { imported } from './imported.ts'
import { a, b } from './two-devices.ts'

const devices = [
  { s: a.serialNumber, h: a.hash, t: 'Sales', u: 'a@contoso.test' },
  { s: b.serialNumber, h: b.hash, t: "O'Brien (x), y", u: 'b@contoso.test' },
]
const both = devices.map(({ s, t, u }) => `${s}|${t}|${u}`)
type Device = (typeof devices)[number]
const each = (text: (device: Device, tag: string) => string, end = '\n') =>
  devices.map((device) => text(device, device.t.replaceAll("'", "''"))).join(end)
const wrapped = (text: string, end: string) => text.match(/.{1,76}/g)?.join(end) ?? ''

const texts: Readonly<Record<string, string>> = {
  'a list of Python': `devices = [\n${each(({ s, h, t, u }) => `  {'serial': '${s}', 'hash': '${h}', 'tag': "${t}", 'user': '${u}'},`)}\n]\n`,
  'what Python prints of a list': `[${each(({ s, h, t, u }) => `{'serialNumber': '${s}', 'productKey': None, 'hardwareHash': '${h}', 'groupTag': "${t}", 'assignedUser': '${u}'}`, ', ')}]`,
  'tuples of Python below their titles': `[('Serial Number', 'Hardware Hash', 'Group Tag', 'Assigned User'), ${each(({ s, h, t, u }) => `('${s}', '${h}', "${t}", '${u}')`, ', ')}]`,
  'tuples in the usual order, without titles': `[\n${each(({ s, h, t, u }) => `('${s}', '', '${h}', "${t}", '${u}'),`)}\n]`,
  'calls with a hash in pieces': each(
    ({ s, h, t, u }) =>
      `register(serial="${s}", hash=("${wrapped(h, '"\n  "')}"), tag="${t}", user="${u}")`,
  ),
  'objects of a data class': each(
    ({ s, h, t, u }) =>
      `Device(serial_number='${s}', hardware_hash='${h}', group_tag="${t}", assigned_user='${u}')`,
  ),
  'INSERT of SQL, one for each row': each(
    ({ s, h, u }, tag) =>
      `INSERT INTO devices (serial_number, product_id, hardware_hash, group_tag, assigned_user) VALUES ('${s}', NULL, '${h}', '${tag}', '${u}');`,
  ),
  'INSERT of MySQL, one for all rows': `INSERT INTO \`d\` (\`SerialNumber\`, \`HardwareHash\`, \`GroupTag\`, \`AssignedUser\`) VALUES\n${each(({ s, h, u }, tag) => `('${s}','${h}','${tag}','${u}')`, ',\n')};`,
  'INSERT of SQL Server': `SET IDENTITY_INSERT [dbo].[D] ON\nGO\n${each(({ s, h, u }, tag) => `INSERT [dbo].[D] ([Id], [SerialNumber], [HardwareHash], [GroupTag], [UPN]) VALUES (1, N'${s}', N'${h}', N'${tag}', N'${u}')\nGO`)}`,
  'objects of PowerShell': `$devices = @(\r\n${each(({ s, h, u }, tag) => `[pscustomobject]@{ SerialNumber = '${s}'; HardwareHash = '${h}'; GroupTag = '${tag}'; AssignedUser = '${u}' }`)}\r\n)`,
  'objects that PowerShell has printed as a text': each(
    ({ s, h, t, u }) =>
      `@{Device Serial Number=${s}; Windows Product ID=; Hardware Hash=${h}; Group Tag=${t}; Assigned User=${u}}`,
  ),
  'commands of PowerShell': each(
    ({ s, h, u }, tag) =>
      `Add-AutopilotImportedDevice -serialNumber '${s}' -hardwareIdentifier '${h}' -groupTag '${tag}' -assignedUser '${u}'`,
  ),
  'an array of PHP': `<?php return [\n${each(({ s, h, t, u }) => `['serial' => '${s}', 'hash' => '${h}', 'tag' => "${t}", 'user' => '${u}'],`)}\n];`,
  'a list of JavaScript': `const devices = [\n${each(({ s, h, t, u }) => `{ serialNumber: '${s}', hardwareHash: '${h}', groupTag: "${t}", assignedUser: '${u}' },`)}\n]`,
  'YAML on one line for each device': each(
    ({ s, h, t, u }) => `- {serial: ${s}, hash: "${h}", tag: "${t}", user: ${u}}`,
  ),
  'TOML with a hash over several lines': each(
    ({ s, h, t, u }) =>
      `[[device]]\nserial = "${s}"\nhash = """\n${wrapped(h, '\\\n')}"""\ntag = "${t}"\nuser = "${u}"\n`,
  ),
  'names and values on each line of a log': each(
    ({ s, h, t, u }) => `2026-03-01 10:00:00 INFO serial=${s} hash=${h} tag="${t}" user=${u}`,
  ),
  'a form as a browser sends it': each(
    ({ s, h, t, u }) =>
      `serialNumber=${s}&hardwareHash=${encodeURIComponent(h)}&groupTag=${encodeURIComponent(t)}&assignedUser=${encodeURIComponent(u)}`,
  ),
}

test.each(Object.entries(texts))('%s', async (_name, text) => {
  expect((await collected(text)).found).toEqual(both)
  expect((await imported(text)).rows).toEqual(both)
})

test('the check says what such a text is', () => {
  for (const name of [
    'INSERT of SQL, one for each row',
    'a list of Python',
    'objects of PowerShell',
  ])
    expect(checkDeviceCsv(texts[name] ?? '').findings.map(({ code }) => code)).toEqual(['not-csv'])
})

test('where only hashes are recognized, a text that names tags or users stops the import', async () => {
  const text = `$s0 = "${a.serialNumber}"\n$h0 = "${a.hash}"\n$upn0 = "a@contoso.test"\n`
  await expect(imported(text)).rejects.toThrow('[columns-doubtful]')
})

test('a sentence that names a tag is quoted, however many other lines are passed over', async () => {
  const sentence = `Hello,\nplease add this one with the group tag Sales:\n${a.hash}\n`
  expect((await imported(sentence)).said.join()).toContain('with the group tag Sales')
  expect((await collected(sentence)).said.join()).toContain('Line 2 names a group tag')
})

test('the words of a long text with commas in it are not values of the device', async () => {
  const text = `${'Lorem ipsum dolor, sit amet; consetetur sadipscing, elitr.\n'.repeat(6000)}${a.hash}\n`
  const { found, said } = await collected(text)
  expect(found).toEqual([`${a.serialNumber}||`])
  expect(said).toEqual([expect.stringMatching(/^text-not-used: /)])
})

test('a text full of brackets and marks takes no time that its length does not explain', async () => {
  const parts = [
    '[',
    '{a:',
    "'",
    '/*,',
    '<#,',
    '=>',
    '\\',
    '"""',
    '(x,',
    '<p><td>',
    '<p><style>',
    '<p><a',
  ]
  for (const text of parts.map((part) => part.repeat(50_000)))
    expect((await collected(`${text}\n${a.hash}\n`)).found.length).toBeLessThan(2)
})
