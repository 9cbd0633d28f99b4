/** What Windows writes into an event log comes out of it again. */

import { describe, expect, test } from 'vitest'
import { nameHash, type Shape } from '../../../packages/device/src/diagnostics/binary-xml-writer.ts'
import {
  flags,
  joinChunks,
  makeChunk,
  makeEventLog,
} from '../../../packages/device/src/diagnostics/make-event-log.ts'
import { isEventLog } from '../../../src/collect/event-log/read-event-log.ts'
import { readAll, undamaged } from './read-all.ts'
import { autopilot, nothing, sampleRecord, u16 } from './sample-events.ts'

const time = '2026-03-04T05:06:07.890Z'
const changed = (number: number) =>
  sampleRecord({
    number,
    id: 153,
    time,
    data: { InitialState: 'ProfileState_Unknown', UpdateState: 'ProfileState_Available' },
  })

describe('the format', () => {
  // The numbers are those of the example in [MS-EVEN6] 4.8.
  test.each([
    ['Event', 0x0cba],
    ['System', 0x546f],
    ['Provider', 0x7bf1],
    ['EventID', 0x61f5],
    ['Keywords', 0xcf6a],
    ['TimeCreated', 0x8e3b],
    ['UserData', 0x4435],
  ])('names are hashed as published: %s', (name, hash) => {
    expect(nameHash(name)).toBe(hash)
  })

  test('a record put together by hand from the published tables, and the same one from the writer', () => {
    const byHand = [
      '2a2a0000 c0000000 0100000000000000 20173b9c94abdc01', // mark, size, number, time
      '0f010100', // fragment, version 1.1
      '0c01 34120000 26020000', // template instance; its definition is at 0x226, the very next byte
      `00000000 ${'aa'.repeat(16)} 72000000`, // no further one, GUID, size
      '0f010100',
      '01 ffff 66000000 4d020000', // element, no dependency, size; its name is at 0x24d, the next byte
      '00000000 ba0c 0500 4500760065006e007400 0000 02', // Event, hashed, and the end of the tag
      '01 ffff 45000000 6d020000', // its name is at 0x26d
      '00000000 6f54 0600 530079007300740065006d00 0000 02', // System
      '01 ffff 22000000 8f020000', // its name is at 0x28f
      '00000000 f561 0700 4500760065006e00740049004400 0000 02', // EventID
      '0d 0000 06', // value 0, sixteen bits
      '04 04 04 00', // three elements end, and the definition
      '01000000 0200 06 00 2703', // one value of two bytes: 807
      '00', // the fragment ends
      '00 c0000000', // up to a multiple of eight, and the size again
    ]
    const shape: Shape = {
      name: 'Event',
      content: [
        { name: 'System', content: [{ name: 'EventID', content: [{ value: 0, type: 6 }] }] },
      ],
    }
    const event = { shape, values: [u16(807)] }
    const chunk = makeChunk([{ number: 1, time: new Date(time), event }])
    expect(chunk.subarray(512, 512 + 0xc0).toString('hex')).toBe(
      byHand.join('').replaceAll(' ', ''),
    )
    expect(readAll(joinChunks([chunk])).events).toMatchObject([{ id: 807, record: 1 }])
  })

  test('records of a chunk share templates and names', () => {
    const records = [changed(1), changed(2), changed(3)]
    const [one, three] = [makeChunk(records.slice(0, 1)), makeChunk(records)]
    const [first, all] = [one.readUInt32LE(48) - 512, three.readUInt32LE(48) - 512]
    expect(all - first).toBeLessThan(first)
    const { events, damage, count } = readAll(joinChunks([three]))
    expect(damage).toEqual(undamaged)
    expect(count).toBe(3)
    expect(events).toEqual(
      [1, 2, 3].map((record) => ({
        record,
        provider: autopilot,
        channel: `${autopilot}/Autopilot`,
        id: 153,
        level: 'information',
        time: '2026-03-04T05:06:07.8900000Z',
        data: [
          { name: 'InitialState', value: 'ProfileState_Unknown' },
          { name: 'UpdateState', value: 'ProfileState_Available' },
        ],
      })),
    )
  })

  test('chunks are read by age, wherever they lie', () => {
    const log = makeEventLog([[changed(5), changed(6)], [changed(7)], [changed(3), changed(4)]])
    expect(readAll(log).events.map(({ record }) => record)).toEqual([3, 4, 5, 6, 7])
  })

  test('of the computer, the account and the process nothing is taken', () => {
    const text = JSON.stringify(readAll(makeEventLog([[changed(1)]])).events)
    expect(text).not.toMatch(/DESKTOP|S-1-5/)
  })

  test.each([
    [0, 'information'],
    [1, 'critical'],
    [2, 'error'],
    [3, 'warning'],
    [5, 'verbose'],
    [9, null],
  ])('level %i is %s', (level, name) => {
    const record = sampleRecord({ number: 1, id: 1, time, level })
    expect(readAll(makeEventLog([[record]])).events).toMatchObject([{ level: name }])
  })

  test('without data, and without a time of its own, the time of the record counts', () => {
    const { event, ...rest } = sampleRecord({ number: 1, id: 111, time })
    const values = event.values.with(4, nothing)
    expect(
      readAll(makeEventLog([[{ ...rest, event: { ...event, values } }]])).events,
    ).toMatchObject([{ id: 111, time: '2026-03-04T05:06:07.8900000Z', data: [] }])
  })

  test('an empty log, and one whose room is not used yet', () => {
    expect(readAll(makeEventLog([]))).toEqual({ count: 0, events: [], damage: undamaged })
    const log = joinChunks([makeChunk([changed(1)]), Buffer.alloc(65_536)], flags.dirty)
    expect(readAll(log)).toMatchObject({ count: 1, damage: undamaged })
  })

  test('only what begins like one is an event log', () => {
    expect(isEventLog(makeEventLog([]))).toBe(true)
    expect(isEventLog(Buffer.from('ElfFile'))).toBe(false)
    expect(isEventLog(Buffer.alloc(0))).toBe(false)
  })
})
