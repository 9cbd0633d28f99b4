/** Files of four bytes a letter are read like all others, however they arrive. */
import { checkDeviceCsv, readDeviceCsv, streamDeviceCsv } from 'taxiway-device-csv'
import { expect, test } from 'vitest'
import { short } from './collected.ts'
import { imported } from './imported.ts'
import { a, b, titles } from './two-devices.ts'

const text = `${titles}\r\n${a.serialNumber},,${a.hash},Łódź 東京 😀,a@contoso.test\r\n${b.serialNumber},,${b.hash},Kiosk,\r\n`
const rows = [`${a.serialNumber}|Łódź 東京 😀|a@contoso.test`, `${b.serialNumber}|Kiosk|`]

function wide(content: string, name: 'utf-32le' | 'utf-32be'): Uint8Array {
  const letters = [...content]
  const view = new DataView(new ArrayBuffer(letters.length * 4))
  for (const [at, letter] of letters.entries())
    view.setUint32(at * 4, letter.codePointAt(0) ?? 0, name === 'utf-32le')
  return new Uint8Array(view.buffer)
}

async function* inPieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

test.each([
  ['utf-32le', ''],
  ['utf-32be', ''],
  ['utf-32le', '\ufeff'],
  ['utf-32be', '\ufeff'],
] as const)('%s, with the byte order mark %j', async (name, mark) => {
  const bytes = wide(mark + text, name)
  expect(readDeviceCsv(bytes)).toMatchObject({ encoding: name, bom: mark !== '' })
  expect(checkDeviceCsv(bytes).findings.map(({ code }) => code)).toContain('encoding-unicode')
  expect((await imported(bytes, 'x.csv')).rows).toEqual(rows)
  const streamed = await Array.fromAsync(streamDeviceCsv(inPieces(bytes, 4099)))
  expect(streamed.map(short)).toEqual(rows)
  const json = JSON.stringify([{ serialNumber: a.serialNumber, hash: a.hash, tag: 'Łódź' }])
  expect((await imported(wide(mark + json, name), 'x.json')).rows).toEqual([
    `${a.serialNumber}|Łódź|`,
  ])
})

test('what is not a letter is reported as lost', () => {
  const bytes = wide(text.replace('Kiosk', 'Ki?sk'), 'utf-32le')
  const at = text.replace('😀', '?').indexOf('Kiosk') + 2
  bytes.set([0xff, 0xff, 0xff, 0x7f], at * 4)
  const { findings } = checkDeviceCsv(bytes)
  expect(findings.map(({ code }) => code)).toContain('encoding-damaged')
})
