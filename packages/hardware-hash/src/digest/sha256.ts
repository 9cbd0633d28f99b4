/**
 * SHA-256 (FIPS 180-4), synchronous and without help from its surroundings.
 *
 * Browsers only offer an asynchronous digest, and decoding a hash should not become a promise for
 * the sake of twenty blocks; so where nothing faster is available the library computes its own.
 */

const roundConstants = fractionalRoots(64, 3)
const initialState = fractionalRoots(8, 2)
const schedule = new Int32Array(64)
const state = new Int32Array(8)
const lastBlocks = new Uint8Array(128)
const lengthView = new DataView(lastBlocks.buffer)

/** The digest of `bytes` as 64 lower-case hex digits. */
export function sha256InScript(bytes: Uint8Array): string {
  const words = continued({ words: initialState, before: 0 }, bytes)
  return Array.from(words, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('')
}

/** A digest under way, after so many bytes, whole blocks. */
export type UnderWay = { readonly words: Int32Array; readonly before: number }

/** The digest's words, which the next call overwrites: `bytes` up to `end` are what is left. */
export function continued(
  { words, before }: UnderWay,
  bytes: Uint8Array,
  end = bytes.length,
): Int32Array {
  state.set(words)
  const whole = end - (end % 64)
  for (let at = 0; at < whole; at += 64) compress(bytes, at)

  const rest = end - whole
  const padded = rest < 56 ? 64 : 128
  const length = before + end
  for (let i = 0; i < rest; i++) lastBlocks[i] = octet(bytes, whole + i)
  lastBlocks.fill(0, rest, padded)
  lastBlocks[rest] = 0x80
  lengthView.setUint32(padded - 8, Math.floor(length / 0x20000000))
  lengthView.setUint32(padded - 4, (length * 8) >>> 0)
  for (let at = 0; at < padded; at += 64) compress(lastBlocks, at)
  return state
}

export function afterBlock(block: Uint8Array): UnderWay {
  state.set(initialState)
  compress(block, 0)
  return { words: state.slice(), before: block.length }
}

function compress(bytes: Uint8Array, at: number): void {
  expand(bytes, at)
  let a = word(state, 0)
  let b = word(state, 1)
  let c = word(state, 2)
  let d = word(state, 3)
  let e = word(state, 4)
  let f = word(state, 5)
  let g = word(state, 6)
  let h = word(state, 7)
  for (let i = 0; i < 64; i++) {
    const mixE = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
    const mixA = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
    const choice = (e & f) ^ (~e & g)
    const majority = (a & b) ^ (a & c) ^ (b & c)
    const t = (h + mixE + choice + word(roundConstants, i) + word(schedule, i)) | 0
    h = g
    g = f
    f = e
    e = (d + t) | 0
    d = c
    c = b
    b = a
    a = (t + mixA + majority) | 0
  }
  state[0] = word(state, 0) + a
  state[1] = word(state, 1) + b
  state[2] = word(state, 2) + c
  state[3] = word(state, 3) + d
  state[4] = word(state, 4) + e
  state[5] = word(state, 5) + f
  state[6] = word(state, 6) + g
  state[7] = word(state, 7) + h
}

/** Fills the message schedule from the block that starts at `at`. */
function expand(bytes: Uint8Array, at: number): void {
  for (let i = 0, p = at; i < 16; i++, p += 4) {
    schedule[i] =
      (octet(bytes, p) << 24) |
      (octet(bytes, p + 1) << 16) |
      (octet(bytes, p + 2) << 8) |
      octet(bytes, p + 3)
  }
  for (let i = 16; i < 64; i++) {
    const x = word(schedule, i - 15)
    const y = word(schedule, i - 2)
    const sigma0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3)
    const sigma1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10)
    schedule[i] = word(schedule, i - 16) + sigma0 + word(schedule, i - 7) + sigma1
  }
}

const word = (words: Int32Array, i: number): number => words[i] as number
const octet = (bytes: Uint8Array, i: number): number => bytes[i] as number
const rotate = (x: number, by: number): number => (x >>> by) | (x << (32 - by))

/** First 32 bits of the fractional parts of the roots of the first primes: the standard's constants. */
function fractionalRoots(count: number, root: 2 | 3): Int32Array {
  const words = new Int32Array(count)
  for (let candidate = 2, found = 0; found < count; candidate++) {
    if (!isPrime(candidate)) continue
    const value = root === 2 ? Math.sqrt(candidate) : Math.cbrt(candidate)
    words[found++] = (value - Math.floor(value)) * 0x100000000
  }
  return words
}

function isPrime(n: number): boolean {
  for (let d = 2; d * d <= n; d++) if (n % d === 0) return false
  return true
}
