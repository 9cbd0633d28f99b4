/** Lists without blank lines between devices: a tag goes to the device in whose part of the list it stands. */
import { expect, test } from 'vitest'
import { sampleDevices } from '../device-csv/samples.ts'
import { collected } from './collected.ts'
import { imported } from './imported.ts'

const [a = { serialNumber: '', hash: '' }, , b = a, , , c = a] = sampleDevices
const device = ({ serialNumber, hash }: typeof a) =>
  `Serial number: ${serialNumber}\r\nHardware hash: ${hash}\r\n`
const tag = (text: string) => `Group tag: ${text}\r\n`

test('a tag above each device is not that of the device before, which has none', async () => {
  const text = `${tag('Sales')}${device(a)}${device(b)}${tag('Lab')}${device(c)}`
  const rows = [`${a.serialNumber}|Sales|`, `${b.serialNumber}||`, `${c.serialNumber}|Lab|`]
  expect((await collected(text)).found).toEqual(rows)
  expect((await imported(text)).rows).toEqual(rows)
})

test('a tag below each device stays with the device above it', async () => {
  const text = `${device(a)}${tag('Sales')}${device(b)}${device(c)}${tag('Lab')}`
  const rows = [`${a.serialNumber}|Sales|`, `${b.serialNumber}||`, `${c.serialNumber}|Lab|`]
  expect(await collected(text)).toEqual({ found: rows, said: [] })
})

test('where the list does not show whose a tag is, the import stops', async () => {
  const text = `${device(a)}${tag('Sales')}${device(b)}${tag('Lab')}${device(c)}`
  await expect(imported(text)).rejects.toThrow('Group tag stands between two devices')
  await expect(imported(text)).rejects.toThrow('[columns-doubtful]')
})

test('a hyphen of YAML begins a device, whether it has a tag or not', async () => {
  const yaml = (...tags: readonly (string | undefined)[]) =>
    [a, b, c]
      .map(({ serialNumber, hash }, n) =>
        `${tags[n] ? `tag: ${tags[n]}\n` : ''}serial: ${serialNumber}\nhash: ${hash}\n`
          .replaceAll(/^/gm, '  ')
          .replace(/^ {2}/, '- ')
          .trimEnd(),
      )
      .join('\n')
  for (const tags of [
    [undefined, 'Kiosk', 'Lab'],
    ['Sales', undefined, 'Lab'],
    ['Sales', 'Kiosk'],
  ])
    expect(await collected(yaml(...tags))).toEqual({
      found: [a, b, c].map(({ serialNumber }, n) => `${serialNumber}|${tags[n] ?? ''}|`),
      said: [],
    })
})

test('where every line begins with a hyphen, none begins a device', async () => {
  const text = [a, b]
    .map(({ serialNumber, hash }) => `- Serial: ${serialNumber}\n- Hash: ${hash}\n- Tag: Sales\n`)
    .join('')
  expect((await collected(text)).found).toEqual([
    `${a.serialNumber}|Sales|`,
    `${b.serialNumber}|Sales|`,
  ])
})

test('one value under two names does not end a device', async () => {
  const text = `Serial number: ${a.serialNumber}\nOrder ID: Sales\nGroup tag: Sales\nHardware hash: ${a.hash}\n`
  expect((await imported(text)).rows).toEqual([`${a.serialNumber}|Sales|`])
})

test('a placeholder in place of a tag is said', async () => {
  const text = JSON.stringify([
    { serialNumber: a.serialNumber, hardwareHash: a.hash, groupTag: '<Sales>' },
  ])
  const { rows, said } = await imported(text, 'x.json')
  expect(rows).toEqual([`${a.serialNumber}||`])
  expect(said).toContain('x.json: A placeholder is read as an empty value: <Sales>.')
})
