/** Devices and OOBE traces come out of everything that people have them in. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { writeDeviceCsv } from 'taxiway-device-csv'
import { describe, expect, test, vi } from 'vitest'
import { sampleDevices, sampleRow } from '../device-csv/samples.ts'
import { collected } from './collected.ts'
import { type CabCompression, makeCab } from './make-cab.ts'
import { makeTar } from './make-tar.ts'
import { makeZip } from './make-zip.ts'

// Every archive is read by a thread of its own; two keep a small machine busy.
vi.setConfig({ maxConcurrency: 2 })

const fixture = (name: string) => readFile(join(import.meta.dirname, '../fixtures/archives', name))
const deviceHash = writeDeviceCsv([sampleRow(0)], { encoding: 'utf-16le' })
const first = sampleDevices[0]

const isFirst = { serialNumber: first?.serialNumber, hardwareHash: first?.hash }
const text = (content: string): Uint8Array => new TextEncoder().encode(content)

describe.concurrent('archives', () => {
  test.each(['gcab-mszip.cab', 'gcab-stored.cab'])('%s, made by gcab', async (name) => {
    const { devices, faults, oobe } = await collected(await fixture(name), name)
    expect(devices).toMatchObject([{ ...isFirst, line: 2, source: `${name}!DeviceHash_PC01.csv` }])
    expect(faults).toEqual([])
    expect(oobe).toMatchObject({
      profile: 'downloaded',
      tenantDomain: 'contoso.test',
      tenantId: '11111111-2222-3333-4444-555555555555',
    })
  })

  test.each<CabCompression>(['stored', 'mszip', 'lzx', 'quantum'])(
    'a cabinet with %s compression',
    async (compression) => {
      const rows = Array.from({ length: 10 }, (_, n) => sampleRow(n))
      const content = writeDeviceCsv(rows, { encoding: 'utf-16le' })
      const { devices, faults } = await collected(
        makeCab('DeviceHash_PC01.csv', content, compression),
      )
      expect(faults).toEqual([])
      expect(devices.map(({ hardwareHash }) => hardwareHash)).toEqual(
        sampleDevices.map(({ hash }) => hash),
      )
    },
  )

  test('a cabinet packed with Quantum, in the ZIP of a support case', async () => {
    const inner = makeCab('logs\\DeviceHash_B.csv', deviceHash, 'quantum')
    const { devices, faults } = await collected(makeZip([{ name: 'logs.cab', content: inner }]))
    expect(faults).toEqual([])
    expect(devices).toMatchObject([
      { ...isFirst, source: 'capture.zip!logs.cab!logs\\DeviceHash_B.csv' },
    ])
  })

  test('a tar file, in gzip too, and one that ends early', async () => {
    const tar = makeTar([
      { name: 'Mäx/readme.txt', content: text('nothing') },
      { name: 'PC/DeviceHash_A.csv', content: deviceHash },
    ])
    for (const [name, bytes] of [
      ['x.tar', tar],
      ['x.tgz', gzipSync(tar)],
      ['x.tar.gz', gzipSync(tar)],
    ] as const) {
      const { devices, faults } = await collected(bytes, name)
      expect(faults).toEqual([])
      expect(devices).toMatchObject([isFirst])
    }
    const { devices, faults } = await collected(tar.subarray(0, 3000), 'x.tar')
    expect(devices).toEqual([])
    expect(new Set(faults.map(({ code }) => code))).toEqual(new Set(['damaged']))
  })

  test('a ZIP of HoloLens, with the hash in a folder and a cabinet inside', async () => {
    const inner = makeCab('DeviceHash_B.csv', writeDeviceCsv([sampleRow(1)]), 'mszip')
    const { devices } = await collected(
      makeZip([
        { name: 'Diagnostics/DeviceHash_A.csv', content: deviceHash },
        { name: 'mdmlogs.cab', content: inner },
        { name: 'picture.png', content: text('not read') },
      ]),
      'AutopilotDiagnostics.zip',
    )
    expect(devices.map(({ source }) => source)).toEqual([
      'AutopilotDiagnostics.zip!Diagnostics/DeviceHash_A.csv',
      'AutopilotDiagnostics.zip!mdmlogs.cab!DeviceHash_B.csv',
    ])
  })

  test('what is only named like an event log is reported', async () => {
    const name = 'microsoft-windows-moderndeployment-diagnostics-provider-autopilot.evtx'
    const { faults } = await collected(makeZip([{ name, content: text('ElfFile') }]))
    expect(faults).toMatchObject([{ code: 'event-log-not-read', severity: 'warning' }])
  })
})

describe('documents', () => {
  test('an OA3 report, with a full product id and a key that is not taken along', async () => {
    const xml = `<?xml version="1.0"?><Key><ProductKey>AAAAA-BBBBB</ProductKey><ProductKeyID>3556320606995</ProductKeyID><ProductKeyState>6</ProductKeyState><HardwareHash>${first?.hash}</HardwareHash><SerialNumber>${first?.serialNumber}</SerialNumber></Key>`
    const { devices } = await collected(text(xml), 'OA3.xml')
    expect(devices).toMatchObject([{ ...isFirst, productKey: '3556320606995' }])
    expect(JSON.stringify(devices)).not.toContain('BBBBB')
  })

  test('an OA3 report with a document type is refused', async () => {
    const xml = `<!DOCTYPE Key [<!ENTITY a "aaaa">]><Key><HardwareHash>${first?.hash}</HardwareHash></Key>`
    const { devices, faults } = await collected(text(xml), 'OA3.xml')
    expect(devices).toEqual([])
    expect(faults).toMatchObject([{ code: 'xml-refused' }])
  })

  test.each([
    [
      'a report of Configuration Manager',
      `Device_Serial_Number,Windows_Product_ID,Hardware_Hash\r\n${first?.serialNumber},00330-80000-00000-AA123,${first?.hash}\r\n`,
    ],
    [
      'a query result of Configuration Manager',
      `ResourceID\tSerialNumber0\tDeviceHardwareData0\n16777220\t${first?.serialNumber}\t${first?.hash}\n`,
    ],
    ['an HTML page', `<!doctype html><html><td>${first?.hash}</td></html>`],
    ['any text', `my hash is ${first?.hash}, thank you`],
  ])('%s', async (_, content) => {
    const { devices } = await collected(text(content), 'export.csv')
    expect(devices).toMatchObject([isFirst])
  })

  test('a list longer than a document may be is read as it streams', async () => {
    const one = `${first?.serialNumber},,${first?.hash}\r\n`
    const { devices } = await collected(
      text(`Device Serial Number,Windows Product ID,Hardware Hash\r\n${one.repeat(2200)}`),
      'all.csv',
    )
    expect(devices).toHaveLength(2200)
  })
})

describe.concurrent('what OOBE saw', () => {
  const zip = (entries: Readonly<Record<string, string>>) =>
    collected(
      makeZip(Object.entries(entries).map(([name, content]) => ({ name, content: text(content) }))),
    )

  test('a downloaded profile', async () => {
    const { oobe } = await zip({
      'AutopilotDDSZTDFile.json':
        '{"CloudAssignedTenantId":"t","CloudAssignedTenantDomain":"contoso.test","DeploymentProfileName":"Standard","CloudAssignedDeviceName":"PC-%SERIAL%"}',
    })
    expect(oobe).toMatchObject({
      profile: 'downloaded',
      profileName: 'Standard',
      deviceName: 'PC-%SERIAL%',
      events: [],
    })
  })

  test('a blank profile', async () => {
    expect((await zip({ 'AutopilotDDSZTDFile.json': '{}' })).oobe).toMatchObject({
      profile: 'blank',
    })
  })

  test('a policy cache in the registry, and an OOBE that started over too often', async () => {
    const { oobe } = await zip({
      'MdmDiagReport_RegistryDump.reg': [
        '[HKEY_LOCAL_MACHINE\\software\\microsoft\\provisioning\\AutopilotPolicyCache]',
        '"PolicyJsonCache"="{\\"CloudAssignedTenantDomain\\":\\"contoso.test\\",\\"DeploymentProfileName\\":\\"Kiosk\\"}"',
        '[HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\UserOOBE]',
        '"Retries"=dword:00000004',
      ].join('\r\n'),
    })
    expect(oobe).toMatchObject({
      profile: 'downloaded',
      profileName: 'Kiosk',
      oobeRestarts: 4,
      mayBeRecovering: true,
    })
  })

  test('error events in an exported log, each with its meaning', async () => {
    const event = (id: number) =>
      `<Event><System><Provider Name="Microsoft-Windows-ModernDeployment-Diagnostics-Provider"/><EventID>${id}</EventID></System></Event>`
    const { oobe } = await zip({
      'events.xml': `<Events>${[807, 809, 815, 908, 153, 807].map(event).join('')}</Events>`,
    })
    expect(oobe?.events.map(({ id }) => id)).toEqual([807, 809, 815, 908])
    expect(oobe?.events[0]?.meaning).toContain('does not know this device')
  })

  test('nothing, when the archive has no trace of it', async () => {
    expect((await zip({ 'DeviceHash_A.csv': 'nothing' })).oobe).toBeUndefined()
  })
})
