/** `taxiway collect` in a folder with archives and reports. */
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readDeviceCsv, writeDeviceCsv } from 'taxiway-device-csv'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeEventLog } from '../../packages/device/src/diagnostics/make-event-log.ts'
import { data, runTaxiway } from '../device-csv/run-taxiway.ts'
import { sampleDevices, sampleRow } from '../device-csv/samples.ts'
import { autopilotLog, sampleRecord } from './event-log/sample-events.ts'
import { makeZip } from './make-zip.ts'

let cwd = ''
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'taxiway-collect-'))
  await copyFile(
    join(import.meta.dirname, '../fixtures/archives/gcab-mszip.cab'),
    join(cwd, 'MDMDiagReport.cab'),
  )
})
afterEach(() => rm(cwd, { recursive: true }))

const collect = (...words: string[]) => runTaxiway(['collect', ...words], { cwd })

test('a folder of archives, reports and exports becomes one device file', async () => {
  const second = sampleDevices[1]
  await writeFile(
    join(cwd, 'OA3.xml'),
    `<Key><HardwareHash>${second?.hash}</HardwareHash><SerialNumber>${second?.serialNumber}</SerialNumber></Key>`,
  )
  const csv = writeDeviceCsv([sampleRow(0), sampleRow(2)], { encoding: 'utf-16le' })
  await writeFile(join(cwd, 'logs.zip'), makeZip([{ name: 'DeviceHash_B.csv', content: csv }]))
  const result = await collect('.', '--to', 'devices.csv')
  expect(result.code).toBe(0)
  expect(result.stderr).toContain('contoso.test')
  expect(result.stderr).toContain('3 devices found, written to devices.csv; 1 repetition')
  const { rows, findings } = readDeviceCsv(await readFile(join(cwd, 'devices.csv')))
  expect(rows.map(({ hardwareHash }) => hardwareHash).toSorted()).toEqual(
    [0, 1, 2].map((n) => sampleDevices[n]?.hash).toSorted(),
  )
  expect(findings).toEqual([])
})

test('the device file goes to standard output when no name is given', async () => {
  const { code, stdout } = await collect('MDMDiagReport.cab')
  expect(code).toBe(0)
  expect(readDeviceCsv(stdout).rows).toEqual([sampleRow(0)])
})

test('--what-if --json shows everything and writes nothing', async () => {
  const result = await collect('MDMDiagReport.cab', '--what-if', '--json')
  expect(data(result)).toMatchObject({
    output: null,
    devices: [{ serialNumber: 'PE0VG8PF', source: 'MDMDiagReport.cab!DeviceHash_PC01.csv' }],
    oobe: [{ profile: 'downloaded', tenantDomain: 'contoso.test' }],
    findings: [],
    summary: { devices: 1, repeated: 0 },
  })
  expect(await readdir(cwd)).toEqual(['MDMDiagReport.cab'])
})

test('what OOBE saw is shown, and --json has the events in order', async () => {
  const event = (number: number, id: number) =>
    sampleRecord({ number, id, time: `2026-03-04T05:06:0${number}.000Z`, data: { Message1: 'x' } })
  const log = makeEventLog([[event(1, 160), event(2, 193), event(3, 815), event(4, 815)]])
  const csv = writeDeviceCsv([sampleRow(0)])
  const zip = makeZip([
    { name: 'DeviceHash_A.csv', content: csv },
    { name: autopilotLog, content: log },
  ])
  await writeFile(join(cwd, 'logs.zip'), zip)
  const run = await collect('logs.zip', '--to', 'devices.csv')
  expect(run.code).toBe(0)
  expect(run.stderr + run.stdout).toContain('retried 1 time')
  expect(run.stderr + run.stdout).toContain(
    'event 815, last at 2026-03-04T05:06:04.0000000Z: ZtdDeviceHasNoAssignedProfile',
  )
  expect(run.stderr + run.stdout).toContain('4 events of its logs')
  const listed = data(await collect('logs.zip', '--what-if', '--json'))
  expect(listed).toMatchObject({
    oobe: [
      {
        profileRetries: 1,
        events: [{ id: 815 }],
        timeline: [160, 193, 815, 815].map((id) => ({
          id,
          data: [{ name: 'Message1', value: 'x' }],
        })),
      },
    ],
    findings: [],
  })
})

test('a folder is searched for the event logs that are known, too', async () => {
  const record = sampleRecord({ number: 1, id: 809, time: '2026-03-04T05:06:07.000Z' })
  await writeFile(join(cwd, autopilotLog), makeEventLog([[record]]))
  await writeFile(join(cwd, 'Security.evtx'), makeEventLog([[record]]))
  const { oobe } = data(await collect('.', '--what-if', '--json')) as { oobe: unknown[] }
  expect(oobe).toMatchObject([
    { source: 'MDMDiagReport.cab', timeline: [] },
    { source: autopilotLog, events: [{ id: 809 }] },
  ])
})

test('an archive without a device, and one that is damaged, end with findings', async () => {
  await writeFile(join(cwd, 'empty.zip'), makeZip([{ name: 'a.txt', content: Buffer.from('x') }]))
  await writeFile(
    join(cwd, 'cut.cab'),
    (await readFile(join(cwd, 'MDMDiagReport.cab'))).subarray(0, 900),
  )
  expect((await collect('empty.zip')).code).toBe(2)
  const cut = await collect('cut.cab')
  expect(cut.code).toBe(2)
  expect(cut.stderr).toContain('cannot be unpacked')
})
