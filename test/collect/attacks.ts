/** Archives made to do harm, and what is to be said of each. */
import { writeDeviceCsv } from 'taxiway-device-csv'
import { sampleRow } from '../device-csv/samples.ts'
import { type Attack, noise } from './attack.ts'
import { eventLogAttacks } from './event-log/attacks.ts'
import { makeCab, namingTimes } from './make-cab.ts'
import { makeOverlappingZip, makeZip, packedZeros } from './make-zip.ts'

const csv = writeDeviceCsv([sampleRow(0)])
const empty = new Uint8Array(0)
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
  ...eventLogAttacks,
}
