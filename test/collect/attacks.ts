/** Archives made to do harm, and what is to be said of each. */
import { createCipheriv } from 'node:crypto'
import { writeDeviceCsv } from '../../src/device-csv/index.ts'
import { sampleRow } from '../device-csv/samples.ts'
import type { Shape } from './event-log/binary-xml-writer.ts'
import { deep, unfolding } from './event-log/hostile-chunks.ts'
import { flags, joinChunks, makeChunk } from './event-log/make-event-log.ts'
import { autopilot, autopilotLog } from './event-log/sample-events.ts'
import { makeCab, namingTimes } from './make-cab.ts'
import { makeOverlappingZip, makeZip, packedZeros } from './make-zip.ts'

const csv = writeDeviceCsv([sampleRow(0)])
const empty = new Uint8Array(0)
/** The same in every run: zeros, encrypted. */
const noise = createCipheriv('aes-128-ctr', Buffer.alloc(16), Buffer.alloc(16)).update(
  Buffer.alloc(8_300_000),
)
const manyNoise = (times: number) => Buffer.concat(Array.from({ length: times }, () => noise))
/** Where a cabinet of `makeCab` says how its folder is packed. */
const compressionAt = 42
const zeroBytes = new Uint8Array(256 << 20)

const zipOf = (name: string, content: Uint8Array): Uint8Array => makeZip([{ name, content }])

function nestedZip(depth: number): Uint8Array {
  let inner = zipOf('DeviceHash_PC.csv', csv)
  for (let n = 1; n < depth; n++) inner = zipOf(`${n}.zip`, inner)
  return inner
}

function encryptedZip(): Uint8Array {
  const bytes = zipOf('DeviceHash_PC.csv', csv)
  const directory = Buffer.from(bytes).indexOf(Buffer.from([0x50, 0x4b, 1, 2]))
  bytes[6] = 1
  bytes[directory + 8] = 1
  return bytes
}

const zeros = (megabytes: number) => ({
  name: 'zeros.csv',
  content: empty,
  packed: packedZeros(megabytes),
  statedSize: megabytes << 20,
})

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

export type Attack = {
  readonly make: () => Uint8Array
  readonly codes: readonly string[]
  /** Devices that are found all the same. */
  readonly devices?: number
  /** Small and odd: costs no more than any harmless archive. */
  readonly isLight?: true
}

const entries = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ name: `${n}.csv`, content: empty, deflate: false }))

export const attacks: Readonly<Record<string, Attack>> = {
  'many entries over the same bytes': {
    make: () => makeOverlappingZip(10, 12),
    codes: ['ratio-too-high'],
  },
  'a gigabyte of zeros': { make: () => makeZip([zeros(1024)]), codes: ['entry-too-large'] },
  'a gigabyte of zeros that claims to be ten bytes': {
    make: () => makeZip([{ ...zeros(1024), statedSize: 10 }]),
    codes: ['entry-too-large'],
  },
  'several large files': {
    make: () =>
      makeZip(
        Array.from({ length: 5 }, (_, n) => ({ name: `${n}.csv`, content: noise, deflate: false })),
      ),
    codes: [],
  },
  'a small file that unpacks to much': {
    make: () => makeZip([zeros(12)]),
    codes: ['ratio-too-high'],
  },
  'a cabinet of zeros': {
    make: () => makeCab('zeros.csv', zeroBytes, 'mszip'),
    codes: ['entry-too-large'],
  },
  'a cabinet of zeros under a name that is passed over': {
    make: () => makeCab('zeros.etl', zeroBytes, 'mszip'),
    codes: [],
  },
  '100,000 entries': { make: () => makeZip(entries(100_000)), codes: ['too-many-entries'] },
  'absolute and climbing names': {
    make: () =>
      makeZip([
        { name: '/etc/DeviceHash_A.csv', content: csv },
        { name: '../../DeviceHash_B.csv', content: empty },
        { name: 'C:\\Windows\\x.csv', content: empty },
      ]),
    codes: ['unsafe-name'],
    devices: 1,
    isLight: true,
  },
  'a symbolic link': {
    make: () =>
      makeZip([
        {
          name: 'DeviceHash.csv',
          content: Buffer.from('/etc/passwd'),
          deflate: false,
          mode: 0o120777,
        },
      ]),
    codes: ['link'],
    isLight: true,
  },
  'an encrypted entry': { make: encryptedZip, codes: ['encrypted'], isLight: true },
  'an archive cut in the middle': {
    make: () => zipOf('DeviceHash_PC.csv', csv).subarray(0, 900),
    codes: ['damaged'],
    isLight: true,
  },
  'a cabinet cut in the middle': {
    make: () => makeCab('DeviceHash_PC.csv', csv, 'mszip').subarray(0, 900),
    codes: ['damaged'],
    isLight: true,
  },
  'a Quantum cabinet cut in the middle': {
    make: () => makeCab('DeviceHash_PC.csv', csv, 'quantum').subarray(0, 900),
    codes: ['damaged'],
    isLight: true,
  },
  'a Quantum cabinet of zeros': {
    make: () => makeCab('zeros.csv', zeroBytes.subarray(0, 9 << 20), 'quantum'),
    codes: ['entry-too-large'],
  },
  'a Quantum cabinet of noise, as large as an archive may be': {
    make: () => {
      const bytes = makeCab('DeviceHash_PC.csv', manyNoise(5), 'stored')
      bytes.set([0x22, 0x15], compressionAt)
      return bytes
    },
    codes: ['damaged'],
  },
  'a Quantum cabinet that names one file five hundred times': {
    make: () => namingTimes(makeCab('a.csv', csv, 'quantum'), 500),
    codes: [],
    devices: 500,
  },
  'a thousand cabinets inside an archive': {
    make: () => {
      const inner = [makeCab('a.csv', csv, 'quantum'), makeCab('a.csv', csv, 'lzx')]
      return makeZip(
        Array.from({ length: 1000 }, (_, n) => ({
          name: `${n}.cab`,
          content: inner[n % 2] ?? csv,
        })),
      )
    },
    codes: [],
    devices: 1000,
  },
  'archives inside archives, too deep': {
    make: () => nestedZip(6),
    codes: ['too-deep'],
    isLight: true,
  },
  'a cabinet with a compression that nobody reads': {
    make: () => makeCab('DeviceHash_PC.csv', csv, 'unknown'),
    codes: ['damaged'],
    isLight: true,
  },
  'a name of control characters': {
    make: () => zipOf(`${'\u001b[2J'.repeat(50)}.csv`, csv),
    codes: [],
    devices: 1,
    isLight: true,
  },
  'noise after an archive mark': {
    make: () => Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(5000, 0xa5)]),
    codes: ['damaged'],
    isLight: true,
  },
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
    make: () => makeZip([{ ...zeros(1024), name: autopilotLog }]),
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
