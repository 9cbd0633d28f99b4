/**
 * HMAC-SHA-256 (RFC 2104) of many short messages under one key.
 *
 * What the key does to each of the two digests is computed once and continued from, so a message of less than a block
 * costs two blocks instead of four. Measured over the values of hashes, a message takes 1 µs; two calls of Node's own
 * digest take five times that.
 */
import { afterBlock, continued } from './sha256.ts'

const blockSize = 64
const digestSize = 32

/** The first 16 bytes of the digest as hex digits in the shape of a UUID; `key` has at most 64 bytes. */
export function hmacSha256Uuids(key: Uint8Array): (message: Uint8Array) => string {
  if (key.length > blockSize) throw new RangeError('a key has at most 64 bytes')
  const padded = (pad: number) =>
    Uint8Array.from({ length: blockSize }, (_, i) => pad ^ (key[i] ?? 0))
  const [inner, outer] = [afterBlock(padded(0x36)), afterBlock(padded(0x5c))]
  const digest = new Uint8Array(digestSize)
  const view = new DataView(digest.buffer)
  return (message) => {
    const words = continued(inner, blockSize, message)
    for (let i = 0; i < 8; i++) view.setInt32(4 * i, words[i] as number)
    return uuidOf(continued(outer, blockSize, digest))
  }
}

const halves = Array.from({ length: 0x10000 }, (_, half) => half.toString(16).padStart(4, '0'))

function uuidOf(words: Int32Array): string {
  const half = (n: number) => halves[((words[n >> 1] as number) >>> (n & 1 ? 0 : 16)) & 0xffff]
  return `${half(0)}${half(1)}-${half(2)}-${half(3)}-${half(4)}-${half(5)}${half(6)}${half(7)}`
}
