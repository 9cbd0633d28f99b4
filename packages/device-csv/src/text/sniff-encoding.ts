/** What the first bytes of a file show of its encoding. */
import { type Utf32Name, utf32ByZeros } from './utf-32.ts'
import type { WideName } from './wide-text.ts'

/** A byte order mark, or the zeros of wider text in western letters. */
export function sniffEncoding(head: Uint8Array): {
  readonly name: 'eight-bit' | WideName | Utf32Name
  readonly bomLength: number
} {
  const mark = marks.find(({ name, bytes }) => {
    if (!bytes.every((byte, at) => head[at] === byte)) return false
    return name !== 'utf-32le' || utf32ByZeros(head.subarray(bytes.length)) === name
  })
  if (mark !== undefined) return { name: mark.name, bomLength: mark.bytes.length }
  return { name: utf32ByZeros(head) ?? widthByZeros(head), bomLength: 0 }
}

/** That of UTF-32 is that of UTF-16 with a zero behind it, which damaged text may have. */
const marks = [
  { name: 'utf-32le', bytes: [0xff, 0xfe, 0, 0] },
  { name: 'utf-32be', bytes: [0, 0, 0xfe, 0xff] },
  { name: 'utf-16le', bytes: [0xff, 0xfe] },
  { name: 'utf-16be', bytes: [0xfe, 0xff] },
  { name: 'eight-bit', bytes: [0xef, 0xbb, 0xbf] },
] as const

/** A few stray NUL bytes are damage in 8-bit text; a zero in most pairs, on one side only, is 16-bit text. */
function widthByZeros(head: Uint8Array): 'eight-bit' | WideName {
  const pairs = head.length >> 1
  const zeros = [0, 0]
  for (let i = 0; i < pairs * 2; i++) if (head[i] === 0) zeros[i & 1] = (zeros[i & 1] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  if (odd > pairs * 0.7 && even < pairs * 0.1) return 'utf-16le'
  return even > pairs * 0.7 && odd < pairs * 0.1 ? 'utf-16be' : 'eight-bit'
}
