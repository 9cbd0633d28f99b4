/** Event logs as they come: in diagnostics archives and by themselves. What they say about OOBE, and what is left out. */

import { writeDeviceCsv } from 'taxiway-device-csv'
import { describe, expect, test, vi } from 'vitest'
import {
  flags,
  joinChunks,
  makeChunk,
  makeEventLog,
} from '../../../packages/device/src/diagnostics/make-event-log.ts'
import { sampleRow } from '../../device-csv/samples.ts'
import { collected } from '../collected.ts'
import { makeCab } from '../make-cab.ts'
import { makeZip } from '../make-zip.ts'
import { autopilot, autopilotLog, type SampleEvent, sampleRecord } from './sample-events.ts'

vi.setConfig({ maxConcurrency: 2 })

const at = (minute: number) => `2026-03-04T05:${String(minute).padStart(2, '0')}:00.000Z`
const logged = (minute: number) => `2026-03-04T05:${String(minute).padStart(2, '0')}:00.0000000Z`

/** A log of events, a minute apart. */
function logOf(events: readonly Partial<SampleEvent>[]): Buffer {
  const records = events.map((event, n) =>
    sampleRecord({ number: n + 1, id: 1, time: at(n), ...event }),
  )
  return makeEventLog([records])
}

const zipOf = (entries: Readonly<Record<string, Uint8Array>>): Uint8Array =>
  makeZip(Object.entries(entries).map(([name, content]) => ({ name, content })))
const inZip = (events: readonly Partial<SampleEvent>[]) =>
  collected(zipOf({ [autopilotLog]: logOf(events) }))

const refused = [{ id: 160 }, { id: 807, level: 2 }, { id: 193 }, { id: 807, level: 2 }]
const expected = {
  events: [
    {
      id: 807,
      meaning: 'ZtdDeviceIsNotRegistered: the service does not know this device; import its hash.',
      time: logged(3),
    },
  ],
  profileRetries: 1,
  profile: null,
}

describe.concurrent('where they are found', () => {
  test('in a ZIP', async () => {
    const { oobe, faults } = await inZip(refused)
    expect(faults).toEqual([])
    expect(oobe).toMatchObject(expected)
    expect(oobe?.timeline[1]).toEqual({
      time: logged(1),
      id: 807,
      level: 'error',
      meaning: expected.events[0]?.meaning,
      provider: autopilot,
      channel: `${autopilot}/Autopilot`,
      data: [],
      source: `capture.zip!${autopilotLog}`,
    })
  })

  test.each(['stored', 'mszip', 'lzx', 'quantum'] as const)('in a %s cabinet', async (packing) => {
    const { oobe, faults } = await collected(makeCab(autopilotLog, logOf(refused), packing))
    expect(faults).toEqual([])
    expect(oobe).toMatchObject(expected)
  })

  test('in a cabinet in a ZIP, under the name that Windows has for it', async () => {
    const name = 'Microsoft-Windows-ModernDeployment-Diagnostics-Provider%4Autopilot.evtx'
    const { oobe } = await collected(zipOf({ 'a.cab': makeCab(name, logOf(refused), 'mszip') }))
    expect(oobe).toMatchObject(expected)
    expect(oobe?.timeline[0]?.source).toBe(`capture.zip!a.cab!${name}`)
  })

  test('by itself, whatever its name', async () => {
    const { oobe, devices, faults } = await collected(logOf(refused), 'saved')
    expect({ devices, faults }).toEqual({ devices: [], faults: [] })
    expect(oobe).toMatchObject({ ...expected, source: 'saved' })
  })

  test('logs of other matters are not opened', async () => {
    const { oobe, faults } = await collected(zipOf({ 'Security.evtx': logOf(refused) }))
    expect({ oobe, faults }).toEqual({
      oobe: undefined,
      faults: [expect.objectContaining({ code: 'nothing-found' })],
    })
  })
})

describe.concurrent('what they say', () => {
  test('the last answer of the service decides what OOBE got', async () => {
    const first = await inZip([{ id: 704 }, { id: 701 }, { id: 161 }])
    expect(first.oobe?.profile).toBe('blank')
    const then = await inZip([{ id: 704 }, { id: 703 }, { id: 702 }])
    expect(then.oobe?.profile).toBe('downloaded')
    const older = await inZip([
      { id: 703, time: at(9) },
      { id: 704, time: at(1) },
    ])
    expect(older.oobe?.profile).toBe('downloaded')
    const short = await inZip([{ id: 161 }])
    expect(short.oobe?.profile).toBe('downloaded')
  })

  test('what the profile on the disk says counts more', async () => {
    const profile = Buffer.from('{}')
    const { oobe } = await collected(
      zipOf({ 'AutopilotDDSZTDFile.json': profile, [autopilotLog]: logOf([{ id: 703 }]) }),
    )
    expect(oobe?.profile).toBe('blank')
  })

  test('a refusal in the text of another event', async () => {
    const data = { Code: '400', Detail: '{"ErrorCode":908,"Message":"SerialNumberMismatch"}' }
    const { oobe } = await inZip([{ id: 709, level: 2, data }])
    expect(oobe?.events).toMatchObject([{ id: 908, time: logged(0) }])
  })

  test('the channel of older Windows', async () => {
    const provider = 'Microsoft-Windows-Provisioning-Diagnostics-Provider'
    const { oobe } = await inZip([{ id: 815, provider, channel: `${provider}/AutoPilot` }])
    expect(oobe?.events.map(({ id }) => id)).toEqual([815])
  })

  test('the numbers of other providers mean something else', async () => {
    const provider = 'Microsoft-Windows-AAD'
    const { oobe } = await inZip([{ id: 807, provider, channel: `${provider}/Operational` }])
    expect(oobe).toBeUndefined()
  })

  test('one timeline of several logs: all of Autopilot, troubles of the others, the enrollment page', async () => {
    const other = (provider: string, event: Partial<SampleEvent>) => ({
      provider: `Microsoft-Windows-${provider}`,
      channel: `Microsoft-Windows-${provider}/Operational`,
      ...event,
    })
    const page = (name: string) => ({ id: 62_407, data: { Name: name, Value: '' } })
    const { oobe } = await collected(
      zipOf({
        'microsoft-windows-aad-operational.evtx': logOf([
          other('AAD', { id: 1098, level: 2, time: at(5) }),
          other('AAD', { id: 1104, level: 4 }),
        ]),
        [autopilotLog]: logOf([{ id: 164 }, { id: 153, time: at(6) }]),
        'microsoft-windows-shell-core-operational.evtx': logOf([
          other('Shell-Core', page('CommercialOOBE_ESPProgress_Failure')),
          other('Shell-Core', page('NavigationSucceed')),
          other('Shell-Core', { id: 9705 }),
        ]),
      }),
    )
    expect(oobe?.timeline.map(({ id, meaning }) => [id, meaning])).toEqual([
      [164, 'There is an internet connection for the profile download.'],
      [62_407, null],
      [1098, null],
      [153, 'The profile state changed.'],
    ])
  })

  test('who used the computer is left out', async () => {
    const data = {
      User: 'anna.berg@contoso.test signed in',
      Account: 'S-1-12-1-1234-5678 and S-1-5-18',
      Path: 'C:\\Users\\anna.berg\\AppData',
      Page: 'https://login.example/a?login_hint=anna.berg',
    }
    const { oobe } = await inZip([{ id: 709, data }])
    expect(oobe?.timeline[0]?.data).toEqual([
      { name: 'User', value: '…@contoso.test signed in' },
      { name: 'Account', value: 'S-1-… and S-1-5-18' },
      { name: 'Path', value: 'C:\\Users\\…\\AppData' },
      { name: 'Page', value: 'https://login.example/a?…' },
    ])
    expect(JSON.stringify(oobe)).not.toMatch(/anna|DESKTOP/i)
  })
})

describe.concurrent('what they keep', () => {
  test('damage is reported, and what is whole is read', async () => {
    const bad = makeChunk([sampleRecord({ number: 1, id: 160, time: at(0) })])
    bad.fill(1, 600, 610)
    const good = makeChunk([sampleRecord({ number: 2, id: 809, time: at(1) })])
    const { oobe, faults } = await collected(zipOf({ [autopilotLog]: joinChunks([bad, good]) }))
    expect(oobe?.events.map(({ id }) => id)).toEqual([809])
    expect(faults).toEqual([
      {
        severity: 'warning',
        code: 'event-log-damaged',
        source: `capture.zip!${autopilotLog}`,
        message: 'Parts of this event log could not be read (1 chunk); 1 event could.',
      },
    ])
  })

  test('of thousands of events the newest are shown, and the refusals of all', async () => {
    const records = Array.from({ length: 2500 }, (_, n) =>
      sampleRecord({ number: n + 1, id: n === 0 ? 807 : 160, time: at(0) }),
    )
    const chunks = Array.from({ length: 25 }, (_, n) =>
      makeChunk(records.slice(n * 100, n * 100 + 100)),
    )
    const { oobe, faults } = await collected(joinChunks(chunks.toReversed(), flags.full), 'a.evtx')
    expect(oobe?.timeline).toHaveLength(1000)
    expect(oobe?.events).toMatchObject([{ id: 807, time: logged(0) }])
    expect(faults).toMatchObject([
      { code: 'event-log-cut', message: expect.stringContaining('1500 older') },
    ])
  })

  test('a log longer than an entry may be is read as far, and what follows it in the archive, too', async () => {
    const chunk = makeChunk([sampleRecord({ number: 1, id: 160, time: at(0) })])
    const log = joinChunks(Array.from({ length: 130 }, () => chunk))
    const { oobe, devices, faults } = await collected(
      makeZip([
        { name: autopilotLog, content: log, deflate: false },
        { name: 'DeviceHash_A.csv', content: writeDeviceCsv([sampleRow(0)]) },
      ]),
    )
    expect(devices).toHaveLength(1)
    expect(oobe?.timeline).toHaveLength(128)
    expect(faults).toMatchObject([
      {
        code: 'event-log-cut',
        message: expect.stringContaining('as a separate file, up to 24 MB'),
      },
    ])
  })
})
