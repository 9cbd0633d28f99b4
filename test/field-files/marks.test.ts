/** Marks that programs put around values and titles: what is meant is read, and repaired to the same rows. */
import { fixDeviceCsv, readDeviceCsv } from 'taxiway-device-csv'
import { expect, test } from 'vitest'
import { collected, short } from './collected.ts'
import { imported } from './imported.ts'
import { a, b, both, lines, titles } from './two-devices.ts'

const values = [
  [a.serialNumber, '', a.hash, 'Sales', 'a@contoso.test'],
  [b.serialNumber, '', b.hash, 'Kiosk', 'b@contoso.test'],
]
const plain = values.map((row) => row.join(','))
const marked = (mark: (value: string) => string) =>
  lines(titles, ...values.map((row) => row.map(mark).join(',')))
const withUser = (user: string) => lines(titles, ...plain).replace('a@contoso.test', user)

const files: Readonly<Record<string, string>> = {
  'a formula in every cell, also in the empty ones': marked((value) => `="${value}"`),
  'quotation marks escaped with backslashes': marked((value) => `\\"${value}\\"`),
  ...Object.fromEntries(
    [
      '"Berg, Anna" <a@contoso.test>',
      'a@contoso.test (Anna Berg)',
      'Anna Berg (a@contoso.test)',
      'Anna Berg [a@contoso.test]',
      'UPN: a@contoso.test',
    ].map((user) => [`the user ${user}`, withUser(user)]),
  ),
  ...Object.fromEntries(
    [
      'Serial Number*,Windows Product ID,Hardware Hash*,Group Tag (optional),Assigned User (optional)',
      '1. Serial Number,2. Windows Product ID,3. Hardware Hash,4. Group Tag,5. Assigned User',
      'Serial Number / Seriennummer,Product ID / Produkt-ID,Hash / Hardwarehash,Group Tag / Gruppentag,User / Benutzer',
      'Seriennummer des Geräts,Produkt-ID,Hardware-Hash,Gruppenkennung,Zugeordneter Benutzer',
      'N° de série,ID produit,Hash matériel,Balise de groupe,Utilisateur attribué',
      'Número de série,ID do produto,Hash de hardware,Etiqueta de grupo,Utilizador atribuído',
    ].map((header) => [`the titles ${header}`, lines(header, ...plain)]),
  ),
  ...Object.fromEntries(
    ['\u200b', '\u2060', '\u00a0\u200e', '.', ';'].map((mark) => [
      `${JSON.stringify(mark)} behind each hash`,
      lines(titles, ...plain.map((row) => row.replace(/(?<=[A-Za-z0-9+/]{4000})/, mark))),
    ]),
  ),
  'a second line that explains the titles': lines(
    titles,
    'required,optional,required,optional,optional',
    ...plain,
  ),
}

test.each(Object.entries(files))('%s', async (_name, text) => {
  const { bytes } = fixDeviceCsv(text)
  expect(readDeviceCsv(bytes).rows.map(short)).toEqual(both)
  expect(Buffer.from(fixDeviceCsv(bytes).bytes)).toEqual(Buffer.from(bytes))
  expect((await collected(text)).found).toEqual(both)
  expect((await imported(text, 'x.csv')).rows).toEqual(both)
})

test('a remark behind a title that says more than whether it may be empty is no part of it', async () => {
  const text = lines(titles.replace('Assigned User', 'User (who ordered)'), ...plain)
  await expect(imported(text, 'x.csv')).rejects.toThrow('[column-doubtful]')
})
