/** Reports in the manner of Microsoft's tool, written and read. */
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import {
  decodeHardwareHash,
  describeHardwareHash,
  encodeHardwareHash,
  readHardwareReport,
  reportProperties,
  writeHardwareReport,
} from 'taxiway-hardware-hash'
import { expect, test } from 'vitest'
import { expectLinear, workCounter } from '../support/counted-work.ts'
import { hashFixture, hashFixtures } from '../support/hardware-hashes.ts'

test('names that repeat in the hash repeat in the report, each adapter as two neighbours', () => {
  const { properties } = readHardwareReport(writeHardwareReport(decoded(7)))
  const names = properties.map(({ name }) => name)
  expect(names.filter((name) => name === 'MacAddress')).toHaveLength(3)
  for (const [i, name] of names.entries())
    if (name === 'MacAddress') expect(names[i - 1]).toBe('PhysicalMedium')
})

test('the first names and values are those of real output', () => {
  const lines = writeHardwareReport(decoded(10)).split('\n')
  expect(lines.slice(0, 11)).toEqual([
    '<?xml version="1.0"?>',
    '<HardwareReport>',
    '  <HardwareInventory>',
    '    <p n="ToolVersion" v="3" />',
    '    <p n="HardwareInventoryVersion" v="131" />',
    '    <p n="ToolBuild" v="10.0.16299.248" />',
    '    <p n="OSType" v="FullOS" />',
    '    <p n="OsCpuArchitecture" v="x64" />',
    '    <p n="OsBuild" v="10.0.16299.248" />',
    '    <p n="OsSystemTime" v="2018-02-23T14:53:26Z" />',
    '    <p n="OsLocalTime" v="2018-02-24T20:53:26+30:00" />',
  ])
})

test.each(hashFixtures)('the report of $id is read back as it was meant', ({ hardwareHash }) => {
  const hash = decodeHardwareHash(hardwareHash)
  if (!hash.ok) throw new Error(hash.message)
  const xml = writeHardwareReport(hash)
  expect(XMLValidator.validate(xml)).toBe(true)
  expect(readHardwareReport(xml)).toEqual({
    properties: reportProperties(hash),
    hardwareHash: null,
  })
})

test('markup and control characters in a value survive a real XML parser', () => {
  const serialNumber = `<"&'>\t é \u0001`
  const { bytes } = encodeHardwareHash({ ...describeHardwareHash(decoded(1)), serialNumber })
  const hash = decodeHardwareHash(bytes)
  if (!hash.ok) throw new Error(hash.message)
  const xml = writeHardwareReport(hash)
  const stored = `<"&'>\t é \ufffd`
  expect(readHardwareReport(xml).properties).toContainEqual({
    name: 'SmbiosSystemSerialNumber',
    value: stored,
  })
  const parser = new XMLParser({ ignoreAttributes: false, htmlEntities: true })
  const parsed = parser.parse(xml).HardwareReport.HardwareInventory.p
  expect(parsed).toContainEqual({
    '@_n': 'SmbiosSystemSerialNumber',
    '@_v': stored.replace('\t', '\t'),
  })
})

test('a key file gives its hash, free of line breaks and of what stands around', () => {
  const { hardwareHash } = hashFixture(1)
  const wrapped = hardwareHash.replace(/.{76}/g, '$&\r\n')
  const file = `Tool banner\n<Key><ProductKeyState>6</ProductKeyState><HardwareHash>${wrapped}</HardwareHash></Key>`
  expect(readHardwareReport(file)).toEqual({ properties: [], hardwareHash })
})

test('attributes may stand in any order and in either kind of quotation marks', () => {
  expect(readHardwareReport(`<p v='a&#x41;&lt;' n = "X"/><p n="alone"/>`).properties).toEqual([
    { name: 'X', value: 'aA<' },
  ])
})

test('a name without end costs no more than reading it', async () => {
  const make = (size: number) => `<p ${'a'.repeat(size)}>`.repeat(10)
  const work = (xml: string) => expect(readHardwareReport(xml).properties).toEqual([])
  await expectLinear(await workCounter(), { make, work }, 60_000)
})

test('what is not a report holds nothing', () => {
  expect(readHardwareReport('T0EX')).toEqual({ properties: [], hardwareHash: null })
})

function decoded(number: number) {
  const hash = decodeHardwareHash(hashFixture(number).hardwareHash)
  if (!hash.ok) throw new Error(hash.message)
  return hash
}
