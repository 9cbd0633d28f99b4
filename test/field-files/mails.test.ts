/** Mails without a table: their hashes are found, and a tag that only a sentence names is said. */
import { expect, test } from 'vitest'
import { sampleDevices } from '../device-csv/samples.ts'
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
