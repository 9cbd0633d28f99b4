/** Small files that nobody would write and many have: cells of a hostile alphabet, splices and unions of the fixtures. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { encodeText, isAnsi } from 'taxiway-device-csv'
import { type Random, randomFrom } from 'taxiway-hardware-hash'
import { sampleDevices } from '../device-csv/samples.ts'

const folder = join(import.meta.dirname, '../fixtures/field-files')
const fixtures = readdirSync(folder)
  .filter((name) => /\.(?:csv|txt|json|xml)$/.test(name))
  .map((name) => new Uint8Array(readFileSync(join(folder, name))))
const hashes = [0, 2, 5].map((n) => sampleDevices[n]?.hash ?? '')
const serials = [0, 2, 5].map((n) => sampleDevices[n]?.serialNumber ?? '')

const odd =
  `| |\u200b|NULL|-|<x>|'A1|="A1"|“A1”|>A1|Serial Number|Hardware Hash|Group Tag|Model|sep=;|#TYPE x|a"b|"|""|東京|Zürich|Ã¼
\u00a0|\u0000|1.23E+11|Mar-24|{|[{"|<?xml ?>|[HKEY_X]|--|\u001a|\ufeff|(2 rows affected)|=1+1|Anna <anna@contoso.test>|A1|B2 C3
From: x|a : b|Default string|x,y|x;y|x\ty|  |\ufffd`.split(/[|\n]/)
const headers = [
  'Device Serial Number,Windows Product ID,Hardware Hash,Group Tag,Assigned User',
  'Device Serial Number,Windows Product ID,Hardware Hash',
  'Serial Number,Hardware Hash,Group Tag,Assigned User,Model,',
  'Name,Seriennummer,Hersteller,Autopilot Hash,Gruppentag',
  'Manufacturer,Model,Serial Number',
  'Hash',
  'a,b,c',
]

/** What was put on one line: the hash, and the tag and user that belong to it; null where the line has no user. */
export type Placed = { readonly hash: string; readonly tag: string; readonly user: string | null }
export type HostileFile = { readonly bytes: Uint8Array; readonly placed: readonly Placed[] }

export function hostileFile(seed: string): HostileFile {
  const random = randomFrom(seed)
  const kind = random.below(10)
  if (kind === 0) return { bytes: spliced(random), placed: [] }
  if (kind === 1)
    return { bytes: joined([pick(random, fixtures), pick(random, fixtures)]), placed: [] }
  return written(random)
}

function written(random: Random): HostileFile {
  const placed: Placed[] = []
  const separator = pick(random, [',', ',', ',', ';', '\t', '|'])
  const lines = random.below(8) === 0 ? [] : [pick(random, headers).replaceAll(',', separator)]
  const count = 1 + random.below(6)
  for (let n = 0; n < count; n++) {
    if (random.below(6) === 0) lines.push(pick(random, headers))
    if (random.below(3) === 0) lines.push(cells(random, 1 + random.below(6)).join(separator))
    else lines.push(deviceLine(random, { n, separator, placed }))
  }
  const end = pick(random, ['\r\n', '\n', '\r'])
  const text = lines.map((line) => (random.below(25) === 0 ? line : line + end)).join('')
  return { bytes: encoded(random, text), placed }
}

function deviceLine(
  random: Random,
  { n, separator, placed }: { n: number; separator: string; placed: Placed[] },
): string {
  const which = random.below(hashes.length)
  const hash = hashes[which] ?? ''
  const own = { hash, tag: `TAG${n}X`, user: `user${n}@contoso.test` }
  const serial = random.below(5) === 0 ? pick(random, odd) : (serials[which] ?? '')
  const values = [
    serial,
    random.below(3) === 0 ? pick(random, odd) : '',
    spoiled(random, hash),
    own.tag,
    own.user,
  ]
  if (random.below(6) === 0) values.splice(random.below(6), 0, pick(random, odd))
  if (random.below(8) === 0) values.pop()
  placed.push({ ...own, user: values.includes(own.user) ? own.user : null })
  const quoted =
    random.below(5) === 0 ? values.map((value) => `"${value.replaceAll('"', '""')}"`) : values
  return quoted.join(separator)
}

function spoiled(random: Random, hash: string): string {
  const ways = [
    hash.replaceAll('+', ' '),
    hash.replaceAll('+', '%2B'),
    hash.slice(0, 255),
    hash.replace(/A+$/, ''),
    `${hash.slice(0, 2000)},${hash.slice(2000)}`,
    `“${hash}”`,
    hash.match(/.{1,76}/g)?.join('\n') ?? '',
  ]
  const at = random.below(ways.length * 2)
  return ways[at] ?? hash
}

const cells = (random: Random, count: number): string[] =>
  Array.from({ length: count }, () => pick(random, odd))

function encoded(random: Random, text: string): Uint8Array {
  const wide = () => encodeText(text, 'utf-16le')
  const ways = [
    () => encodeText(isAnsi(text) ? text : '', 'ansi'),
    () => encodeText(text, 'utf-8-bom'),
    wide,
    () => joined([wide(), encodeText(text, 'utf-8')]),
  ]
  const way = ways[random.below(ways.length * 2)] ?? (() => encodeText(text, 'utf-8'))
  return way()
}

function spliced(random: Random): Uint8Array {
  const piece = (bytes: Uint8Array): Uint8Array => {
    const start = random.below(bytes.length)
    return bytes.subarray(start, start + random.below(bytes.length - start + 1))
  }
  return joined([piece(pick(random, fixtures)), piece(pick(random, fixtures))])
}

const pick = <T>(random: Random, list: readonly T[]): T => list[random.below(list.length)] as T

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}
