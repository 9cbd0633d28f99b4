/**
 * Hostile hashes: real ones with something wrong, and noise in the shape of one.
 *
 * Half of the mutated hashes get a right digest again, as an attacker would give them; otherwise the
 * digest would hide every fault behind it.
 */
import { createHash } from 'node:crypto'
import { type Random, randomFrom } from 'taxiway-hardware-hash'

export type Mutator = {
  /** The next hostile input; valid until the next call when it is bytes. */
  next(): { readonly name: string; readonly input: Uint8Array | string }
}

/** Endless hostile variants of `samples`; the same seed gives the same sequence. */
export function mutator(samples: readonly Uint8Array[], seed: string): Mutator {
  const random = randomFrom(seed)
  // Room around the hash, filled with a pattern: a read outside of it finds that.
  const arena = new Uint8Array(4096)
  const [first, ...rest] = samples
  if (first === undefined) throw new RangeError('there is nothing to mutate')
  return {
    next: () => {
      const [name, mutate] = random.pick(mutations)
      arena.fill(0xa5)
      const hash = arena.subarray(13, 13 + 3000)
      hash.set(random.pick([first, ...rest]))
      const result = mutate(hash, random)
      if (typeof result !== 'string' && random.below(2) === 0) seal(result)
      return { name, input: result }
    },
  }
}

type Mutate = (hash: Uint8Array, random: Random) => Uint8Array | string

const mutations: readonly [[string, Mutate], ...[string, Mutate][]] = [
  ['bits flipped', (hash, random) => repeat(hash, random, flipBit)],
  ['bytes replaced', (hash, random) => repeat(hash, random, setByte)],
  ['truncated', (hash, random) => hash.subarray(0, random.below(3001))],
  ['total changed', (hash, random) => setWord(hash, 2, random.below(3200))],
  ['record length lies', (hash, random) => repeat(hash, random, lieAboutLength)],
  ['record type changed', (hash, random) => repeat(hash, random, changeType)],
  ['record repeated', (hash, random) => repeat(hash, random, copyRecord)],
  ['records overlap', (hash, random) => repeat(hash, random, shortenRecord)],
  ['numbers inside made extreme', (hash, random) => repeat(hash, random, makeExtreme)],
  ['noise in the records', (hash, random) => withNoise(hash, random)],
  ['noise', (hash, random) => setNoise(hash, random)],
  ['text mutated', (hash, random) => mutatedText(hash, random)],
]

type Step = (hash: Uint8Array, random: Random) => void

function repeat(hash: Uint8Array, random: Random, step: Step): Uint8Array {
  for (let left = 1 + random.below(4); left > 0; left--) step(hash, random)
  return hash
}

const totalOf = (hash: Uint8Array): number => (hash[2] ?? 0) | ((hash[3] ?? 0) << 8)

function setWord(hash: Uint8Array, at: number, value: number): Uint8Array {
  hash[at] = value
  hash[at + 1] = value >> 8
  return hash
}

function flipBit(hash: Uint8Array, random: Random): void {
  const at = random.below(totalOf(hash) + 40)
  hash[at] = (hash[at] ?? 0) ^ (1 << random.below(8))
}

function setByte(hash: Uint8Array, random: Random): void {
  hash[random.below(totalOf(hash))] = random.pick([
    0,
    1,
    0x7c,
    0x7f,
    0x80,
    0xfe,
    0xff,
    random.below(256),
  ])
}

/** Where a record starts, as far as the lengths can still be followed. */
function anyRecord(hash: Uint8Array, random: Random): number {
  let at = 4
  for (let left = random.below(40); left > 0; left--) {
    const next = at + Math.max(4, (hash[at + 2] ?? 0) | ((hash[at + 3] ?? 0) << 8))
    if (next >= totalOf(hash) || next >= 2990) return at
    at = next
  }
  return at
}

function lieAboutLength(hash: Uint8Array, random: Random): void {
  setWord(
    hash,
    anyRecord(hash, random) + 2,
    random.pick([0, 3, 4, 5, 0xffff, random.below(300), random.below(3000)]),
  )
}

function changeType(hash: Uint8Array, random: Random): void {
  setWord(hash, anyRecord(hash, random), random.pick([random.below(45), 0x5343, 0xffff]))
}

function copyRecord(hash: Uint8Array, random: Random): void {
  const from = anyRecord(hash, random)
  hash.copyWithin(anyRecord(hash, random), from, from + 4 + random.below(300))
}

function shortenRecord(hash: Uint8Array, random: Random): void {
  const at = anyRecord(hash, random)
  setWord(hash, at + 2, 4 + random.below(Math.max(1, hash[at + 2] ?? 1)))
}

function makeExtreme(hash: Uint8Array, random: Random): void {
  const at = anyRecord(hash, random) + 4 + random.below(24)
  hash.fill(random.pick([0, 0xff]), at, at + random.pick([1, 2, 4, 8]))
}

/** A chain of well-formed records of any type with arbitrary content. */
function withNoise(hash: Uint8Array, random: Random): Uint8Array {
  hash.fill(0, 4)
  let at = 4
  while (at < 2800 && random.below(60) > 0) {
    const length = 4 + random.below(random.pick([4, 30, 120]))
    setWord(hash, at, random.below(42))
    setWord(hash, at + 2, length)
    hash.set(random.bytes(length - 4), at + 4)
    at += length
  }
  setWord(hash, 2, at)
  hash.set([0x43, 0x53, 36, 0], at)
  return hash
}

function setNoise(hash: Uint8Array, random: Random): Uint8Array {
  hash.set(random.bytes(random.below(3001)))
  if (random.below(2) === 0) hash.set([0x4f, 0x41])
  return hash
}

function mutatedText(hash: Uint8Array, random: Random): string {
  const text = Buffer.from(hash).toString('base64')
  const at = random.below(text.length)
  const inserted = random.pick([
    '',
    '=',
    '-',
    '\n',
    ' ',
    '"',
    '\0',
    'é',
    '😀',
    'A'.repeat(random.below(200)),
  ])
  return text.slice(0, at) + inserted + text.slice(at + random.pick([0, 1, 2, 3, 100, 4000]))
}

/** Puts trailer and digest where the header says, if there is room. */
function seal(hash: Uint8Array): void {
  const total = totalOf(hash)
  if (hash.length < 3000 || total > 2964) return
  hash.set([0x43, 0x53, 36, 0], total)
  hash.set(createHash('sha256').update(hash.subarray(0, total)).digest(), total + 4)
}
