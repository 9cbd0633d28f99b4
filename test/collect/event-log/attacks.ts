/** Event logs made to do harm, by themselves and in archives, and what is to be said of each. */

import type { Shape } from '../../../packages/device/src/diagnostics/binary-xml-writer.ts'
import {
  flags,
  joinChunks,
  makeChunk,
} from '../../../packages/device/src/diagnostics/make-event-log.ts'
import { type Attack, noise } from '../attack.ts'
import { makeZip, packedZeros } from '../make-zip.ts'
import { deep, unfolding } from './hostile-chunks.ts'
import { autopilot, autopilotLog } from './sample-events.ts'

/** As many copies as a file that is read may have, if not fewer. */
function fullLog(chunk: Uint8Array, { flag = 0, copies = 383 } = {}): Buffer {
  return joinChunks(Array<Uint8Array>(copies).fill(chunk), flag)
}

/** Events of Autopilot, each with twenty thousand letters that are in the chunk once, in their template. */
function wordyChunk(): Buffer {
  const shape: Shape = {
    name: 'Event',
    content: [
      {
        name: 'System',
        content: [
          { name: 'Provider', attributes: [['Name', { text: autopilot }]] },
          { name: 'EventID', content: [{ text: '807' }] },
        ],
      },
      { name: 'EventData', content: [{ name: 'Data', content: [{ text: 'Ж'.repeat(20_000) }] }] },
    ],
  }
  const time = new Date('2026-01-01T00:00:00Z')
  const event = { shape, values: [] }
  return makeChunk(Array.from({ length: 45 }, (_, n) => ({ number: n + 1, time, event })))
}

/** A gigabyte of zeros under the name of an event log. */
const zeros = () => ({
  name: autopilotLog,
  content: new Uint8Array(0),
  packed: packedZeros(1024),
  statedSize: 1 << 30,
})

export const eventLogAttacks: Readonly<Record<string, Attack>> = {
  'an event log of records that unfold, as large as a file may be': {
    make: () => fullLog(unfolding(250)),
    codes: ['event-log-damaged'],
  },
  'an event log of elements in elements, as large as a file may be': {
    make: () => fullLog(deep()),
    codes: ['event-log-damaged'],
  },
  'an event log of long texts': {
    make: () => fullLog(wordyChunk(), { copies: 50 }),
    codes: ['event-log-cut'],
  },
  'a dirty event log of noise, as large as a file may be': {
    make: () => {
      const chunk = Buffer.from(noise.subarray(0, 65_536))
      chunk.write('ElfChnk\0', 'latin1')
      return fullLog(chunk, { flag: flags.dirty })
    },
    codes: ['event-log-damaged'],
  },
  'sixty event logs that unfold': {
    make: () => {
      const log = joinChunks([unfolding(250)])
      return makeZip(
        Array.from({ length: 60 }, (_, n) => ({
          name: `${n}-${autopilotLog}`,
          content: log,
          deflate: false,
        })),
      )
    },
    codes: ['event-log-damaged'],
  },
  'zeros under the name of an event log': {
    make: () => makeZip([zeros()]),
    codes: ['total-too-large'],
  },
  'an event log that is too long': {
    make: () => fullLog(Buffer.alloc(65_536), { copies: 384 }),
    codes: ['archive-too-large'],
  },
  'an event log that is cut': {
    make: () => joinChunks([wordyChunk()]).subarray(0, 9000),
    codes: ['event-log-damaged'],
    isLight: true,
  },
  'the mark of an event log and no more': {
    make: () => Buffer.from('ElfFile\0'),
    codes: ['event-log-damaged'],
    isLight: true,
  },
}
