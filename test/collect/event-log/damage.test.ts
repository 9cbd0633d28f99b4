/** Damaged and hostile event logs: what is whole is read, the rest is counted, and it ends. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  chunkSize,
  flags,
  headerSize,
  joinChunks,
  makeChunk,
  makeEventLog,
  sealed,
} from '../../../packages/device/src/diagnostics/make-event-log.ts'
import type { LogEvent } from '../../../src/collect/event-log/log-event.ts'
import { cycle, deep, lies, unfolding } from './hostile-chunks.ts'
import { readAll, undamaged } from './read-all.ts'
import { sampleRecord } from './sample-events.ts'

const records = Array.from({ length: 8 }, (_, n) =>
  sampleRecord({
    number: n + 1,
    id: 100 + n,
    time: `2026-03-04T05:06:0${n}.000Z`,
    data: n % 2 === 0 ? { Message1: `value ${n}` } : {},
  }),
)
const whole = makeEventLog([records.slice(0, 5), records.slice(5)])
const all = readAll(whole).events
const numbersOf = (events: readonly LogEvent[]) => events.map(({ record: number }) => number)
const usedOf = (log: Buffer) => log.readUInt32LE(headerSize + 48)

function changed(log: Buffer, at: number, change: (byte: number) => number): Buffer {
  const copy = Buffer.from(log)
  copy[at] = change(copy[at] ?? 0)
  return copy
}

describe('damage', () => {
  test('a chunk whose checksum does not hold is passed over', () => {
    const log = changed(whole, headerSize + 700, (byte) => byte ^ 1)
    expect(readAll(log)).toMatchObject({ count: 3, damage: { ...undamaged, chunks: 1 } })
    expect(numbersOf(readAll(log).events)).toEqual([6, 7, 8])
  })

  test('in a log that was being written, checksums may be old', () => {
    const log = makeEventLog([records], flags.dirty)
    log.writeUInt32LE(0, headerSize + 52)
    expect(readAll(log)).toEqual({ count: 8, events: all, damage: undamaged })
  })

  test('a damaged header is reported, and the chunks are read', () => {
    const log = changed(whole, 24, (byte) => byte ^ 1)
    expect(readAll(log)).toEqual({
      count: 8,
      events: all,
      damage: { ...undamaged, isHeaderDamaged: true },
    })
  })

  test('chunks that the header of a dirty log does not count are read', () => {
    const log = joinChunks([makeChunk(records.slice(0, 5))], flags.dirty)
    const longer = Buffer.concat([log, makeChunk(records.slice(5)), Buffer.alloc(chunkSize, 7)])
    expect(readAll(longer)).toEqual({ count: 8, events: all, damage: undamaged })
  })

  test('a chunk without its mark is counted', () => {
    const log = changed(whole, headerSize, () => 0)
    expect(readAll(log)).toMatchObject({ count: 3, damage: { chunks: 1 } })
  })

  test('where the chain of records breaks, it goes on at the next one', () => {
    const chunk = makeChunk(records)
    const second = 512 + chunk.readUInt32LE(516)
    chunk.writeUInt32LE(0xfff8, second + 4)
    const { events, damage } = readAll(joinChunks([sealed(chunk)]))
    expect(damage).toEqual({ ...undamaged, records: 1 })
    // What the lost record brought along for others still lies where they look for it.
    expect(numbersOf(events)).toEqual([1, 3, 4, 5, 6, 7, 8])
  })

  test('a record that is not an event is counted', () => {
    const event = { shape: { name: 'Note', content: [{ text: 'x' }] }, values: [] }
    const log = makeEventLog([[{ number: 1, time: new Date(0), event }, ...records]])
    expect(readAll(log)).toMatchObject({ count: 8, damage: { records: 1 } })
  })
})

describe('hostility', () => {
  const hostile: readonly (readonly [name: string, chunk: () => Buffer])[] = [
    ['a template made of itself', cycle],
    ['a template that quotes itself two thousand times', unfolding],
    ['elements in elements', deep],
    ...Object.entries(lies),
  ]

  test.each(hostile)('%s costs its record and no other', (_, chunk) => {
    const log = joinChunks([chunk(), makeChunk(records)])
    expect(readAll(log)).toMatchObject({ count: 8, damage: { ...undamaged, records: 1 } })
  })

  test('a chunk full of such records ends as soon', () => {
    const { count, damage } = readAll(joinChunks([unfolding(200)]))
    expect({ count, damage }).toEqual({ count: 0, damage: { ...undamaged, records: 200 } })
  })

  const place = fc.integer({ min: headerSize, max: headerSize + usedOf(whole) - 1 })

  test('no changed byte of a clean log goes unnoticed, or it changes nothing', () => {
    fc.assert(
      fc.property(place, fc.integer({ min: 1, max: 255 }), (at, mask) => {
        const { events, damage } = readAll(changed(whole, at, (byte) => byte ^ mask))
        if (damage.chunks === 0) expect(events).toEqual(all)
        else expect(numbersOf(events)).toEqual([6, 7, 8])
      }),
      { numRuns: 300 },
    )
  })

  test('a dirty log with any bytes changed is read to its end', () => {
    const dirty = makeEventLog([records.slice(0, 5), records.slice(5)], flags.dirty)
    const change = fc.record({ at: place, bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }) })
    fc.assert(
      fc.property(change, change, (first, second) => {
        const log = Buffer.from(dirty)
        for (const { at, bytes } of [first, second]) log.set(bytes, at)
        const { events, count } = readAll(log)
        expect(events).toHaveLength(count)
        expect(numbersOf(events)).toEqual(expect.arrayContaining([6, 7, 8]))
      }),
      { numRuns: 500 },
    )
  })

  test('a log cut anywhere gives no event that was not in it', () => {
    fc.assert(
      fc.property(fc.nat(whole.length), (length) => {
        expect(all).toEqual(expect.arrayContaining(readAll(whole.subarray(0, length)).events))
      }),
      { numRuns: 100 },
    )
  })

  test('anything at all behind the marks of a log and a chunk is read to its end', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 0, maxLength: 3000 }), (noise) => {
        const chunk = makeChunk(records)
        chunk.set(noise, 536)
        const { events, count } = readAll(joinChunks([chunk], flags.dirty))
        expect(events).toHaveLength(count)
      }),
      { numRuns: 300 },
    )
  })
})
