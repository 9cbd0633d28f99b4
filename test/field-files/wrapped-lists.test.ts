/** Several hashes in one text, wrapped or cut, of which one could be taken for all. */
import { expect, test } from 'vitest'
import { collected } from './collected.ts'
import { imported } from './imported.ts'
import { a, b, lines, titles } from './two-devices.ts'

const wrapped = (hash: string, width: number, end = '\r\n') =>
  hash.match(new RegExp(`.{1,${width}}`, 'g'))?.join(end) ?? ''
const both = [`${a.serialNumber}||`, `${b.serialNumber}||`]

test.each([64, 76, 100])(
  'hashes that are wrapped at %i letters below their serial numbers',
  async (width) => {
    const text = lines(
      a.serialNumber,
      wrapped(a.hash, width),
      '',
      b.serialNumber,
      wrapped(b.hash, width),
    )
    expect((await collected(text)).found).toEqual(both)
    expect((await imported(text)).rows).toEqual(both)
  },
)

test('eight hashes that are wrapped, with nothing between them', async () => {
  const one = [a, b].map(({ hash }) => wrapped(hash, 76)).join('\r\n')
  const { found } = await collected(lines(one, one, one, one))
  expect(found).toEqual(both)
})

test('a wrapped hash below a table is reported', async () => {
  const text = lines(
    titles,
    `${a.serialNumber},,${a.hash},Sales,`,
    '',
    'And this one:',
    wrapped(b.hash, 76),
  )
  const { found, said } = await collected(text)
  expect(found.length === 2 || said.some((each) => each.startsWith('row-left-out'))).toBe(true)
})

const objects = [a, b].map(({ serialNumber, hash }, n) =>
  JSON.stringify({ serialNumber, hardwareIdentifier: hash, groupTag: n === 0 ? 'Sales' : 'Kiosk' }),
)

test.each([
  ['lines of JSON', objects.join('\n')],
  ['a list of JSON', `[${objects.join(',')}]`],
])('%s that end in the middle stop the import', async (_name, text) => {
  for (const lost of [2, 10, 14]) {
    const cut = text.slice(0, -lost)
    expect((await collected(cut)).said).toContainEqual(
      expect.stringMatching(/^damaged: .*ends in the middle/),
    )
    await expect(imported(cut, 'x.json')).rejects.toThrow('[damaged]')
  }
  expect((await collected(text)).said).toEqual([])
})

test('titles in a code page that nobody has named stop the import, since one may be of tags', async () => {
  // グループ in Shift JIS
  const tags = Buffer.from([0x83, 0x4f, 0x83, 0x8b, 0x81, 0x5b, 0x83, 0x76])
  const text = Buffer.concat([
    Buffer.from('Device Serial Number,Hardware Hash,'),
    tags,
    Buffer.from(`\r\n${a.serialNumber},${a.hash},Sales\r\n`),
  ])
  await expect(imported(text, 'x.csv')).rejects.toThrow('[column-doubtful]')
})
