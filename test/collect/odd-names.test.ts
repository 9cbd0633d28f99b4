/** Archives whose names are in any code page, or cannot be read at all: what they hold is read all the same. */
import { writeDeviceCsv } from 'taxiway-device-csv'
import { describe, expect, test } from 'vitest'
import { sampleRow } from '../device-csv/samples.ts'
import { collected } from './collected.ts'
import { type CabName, makeCab } from './make-cab.ts'
import { makeZip, type ZipEntry } from './make-zip.ts'

const csv = writeDeviceCsv([sampleRow(0)])
const latin1 = (text: string) => Buffer.from(text, 'latin1')

/** `GerätHash.csv` and the like, as each program writes it. */
const zipNames: Readonly<Record<string, Omit<ZipEntry, 'content' | 'name'> & { shown: string }>> = {
  'code page 437': {
    rawName: Buffer.concat([latin1('Ger'), Buffer.from([0x84]), latin1('tHash.csv')]),
    shown: 'GerätHash.csv',
  },
  'UTF-8 without the flag': { rawName: Buffer.from('GerätHash.csv'), shown: 'GerätHash.csv' },
  'UTF-8 with the flag': {
    rawName: Buffer.from('端末Hash.csv'),
    saysUtf8: true,
    shown: '端末Hash.csv',
  },
  'the flag of UTF-8, and no UTF-8': {
    rawName: latin1('GerätHash.csv'),
    saysUtf8: true,
    shown: 'Ger\ufffdtHash.csv',
  },
  'Shift-JIS': {
    rawName: Buffer.concat([Buffer.from([0x92, 0x5b, 0x96, 0x96]), latin1('Hash.csv')]),
    shown: 'Æ[ûûHash.csv',
  },
  'a folder in code page 437': {
    rawName: Buffer.concat([latin1('B'), Buffer.from([0x81]), latin1('ro\\DeviceHash.csv')]),
    shown: 'Büro\\DeviceHash.csv',
  },
}

describe.each(Object.entries(zipNames))('a ZIP with %s', (_, { shown, ...name }) => {
  const odd: ZipEntry = { name: '', ...name, content: csv }

  test('among others, in an archive inside', async () => {
    const plain = (n: number) => ({ name: `${n}.csv`, content: writeDeviceCsv([sampleRow(n)]) })
    const inner = makeZip([plain(1), odd, { name: 'notes.pdf', content: csv }, plain(2)])
    const { devices, faults } = await collected(makeZip([{ name: 'inner.zip', content: inner }]))
    expect(faults).toEqual([])
    expect(devices.map(({ source }) => source)).toEqual([
      'capture.zip!inner.zip!1.csv',
      `capture.zip!inner.zip!${shown}`,
      'capture.zip!inner.zip!2.csv',
    ])
  })
})

const cabNames: Readonly<Record<string, CabName & { shown: string }>> = {
  ANSI: { bytes: latin1('GerätHash.csv'), shown: 'GerätHash.csv' },
  'UTF-8': { bytes: Buffer.from('端末Hash.csv'), saysUtf8: true, shown: '端末Hash.csv' },
}

describe.each(Object.entries(cabNames))('a cabinet with names in %s', (_, { shown, ...name }) => {
  test.each(['mszip', 'quantum'] as const)('%s', async (compression) => {
    const { devices, faults } = await collected(makeCab(name, csv, compression), 'capture.cab')
    expect(faults).toEqual([])
    expect(devices.map(({ source }) => source)).toEqual([`capture.cab!${shown}`])
  })
})

test('a ZIP that is cut off before its directory, which says its names', async () => {
  const { rawName = csv } = zipNames['code page 437'] ?? {}
  const whole = makeZip([{ name: '', rawName, content: csv }])
  const directory = Buffer.from(whole).indexOf(Buffer.from('PK\u0001\u0002'))
  const { devices, faults } = await collected(whole.slice(0, directory))
  expect(faults).toMatchObject([{ code: 'damaged', message: expect.stringContaining('directory') }])
  expect(devices.map(({ source }) => source)).toEqual(['capture.zip!entry 1'])
})
