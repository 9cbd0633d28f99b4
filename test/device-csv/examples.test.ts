/** The files in `examples/` are the sample devices, in the two encodings that people have them in. */
import { readFileSync } from 'node:fs'
import { readDeviceCsv, writeDeviceCsv } from 'taxiway-device-csv'
import { expect, test } from 'vitest'
import { exampleFile, sampleDevices, sampleRow } from './samples.ts'

const rows = sampleDevices.map((_, n) => sampleRow(n))
const expected = { 'devices.csv': 'utf-16le', 'devices-ansi.csv': 'ansi' } as const

test.each(Object.entries(expected))(
  'examples/%s holds the ten sample devices',
  (name, encoding) => {
    const bytes = new Uint8Array(readFileSync(exampleFile(name)))
    expect(bytes).toEqual(writeDeviceCsv(rows, { encoding }))
    expect(readDeviceCsv(bytes).rows).toEqual(rows)
  },
)

test('examples/devices.csv is what Get-WindowsAutopilotInfo writes', () => {
  const file = readDeviceCsv(readFileSync(exampleFile('devices.csv')))
  expect(file).toMatchObject({
    kind: 'intune',
    encoding: 'utf-16le',
    bom: true,
    lineEnding: 'crlf',
    header: ['Device Serial Number', 'Windows Product ID', 'Hardware Hash'],
  })
  expect(file.findings.map(({ code }) => code)).toEqual(['encoding-unicode'])
})
