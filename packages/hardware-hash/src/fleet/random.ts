/**
 * Reproducible chance for simulated machines (sfc32, public domain, by Chris Doty-Humphrey).
 *
 * Seeded by text, so that the n-th device of a fleet can be made without making the ones before it.
 * Not for secrets.
 */
import { toHex } from '../bytes.ts'

export type Random = {
  /** A whole number from 0 to `below` - 1. */
  below(below: number): number
  pick<T>(list: readonly [T, ...T[]]): T
  bytes(count: number): Uint8Array
  /** Lower-case hex of `bytes` bytes. */
  hex(bytes: number): string
  /** `length` characters out of `alphabet`. */
  text(length: number, alphabet: string): string
}

/** The stream of chance that belongs to `seed`. */
export function randomFrom(seed: string): Random {
  const next = sfc32(seed)
  const below = (limit: number) => Math.floor((next() / 0x100000000) * limit)
  const bytes = (count: number) => {
    const filled = new Uint8Array(count)
    for (let at = 0; at < count; at += 4) {
      const word = next()
      for (let i = 0; i < 4 && at + i < count; i++) filled[at + i] = word >>> (8 * i)
    }
    return filled
  }
  return {
    below,
    bytes,
    pick: (list) => list[below(list.length)] ?? list[0],
    hex: (count) => toHex(bytes(count)),
    text: (length, alphabet) => {
      let text = ''
      for (let i = 0; i < length; i++) text += alphabet[below(alphabet.length)]
      return text
    },
  }
}

/** Unsigned 32-bit numbers. */
function sfc32(seed: string): () => number {
  let a = fnv1a(seed, 0x811c9dc5)
  let b = fnv1a(seed, 0x9e3779b9)
  let c = fnv1a(seed, 0x85ebca6b)
  let counter = 1
  const next = () => {
    const sum = (a + b + counter++) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return sum >>> 0
  }
  for (let i = 0; i < 15; i++) next()
  return next
}

function fnv1a(text: string, basis: number): number {
  let hash = basis
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash | 0
}
