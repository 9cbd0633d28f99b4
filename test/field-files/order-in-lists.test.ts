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
