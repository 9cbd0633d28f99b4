/**
 * Files given as "the CSV" that are not text: common ones are recognized by their first bytes, all
 * others by their control characters. A few of them are damage in a text; one in twenty means it is not text.
 */
import type { Encoding } from './encoding-name.ts'

const marks: readonly (readonly [name: string, bytes: readonly number[]])[] = [
  ['a ZIP archive or an Excel workbook', [0x50, 0x4b, 0x03, 0x04]],
  ['an empty ZIP archive', [0x50, 0x4b, 0x05, 0x06]],
  ['a cabinet', [0x4d, 0x53, 0x43, 0x46]],
  ['an old Excel workbook', [0xd0, 0xcf, 0x11, 0xe0]],
  ['a PDF document', [0x25, 0x50, 0x44, 0x46]],
  ['a gzip archive', [0x1f, 0x8b]],
  ['a 7-Zip archive', [0x37, 0x7a, 0xbc, 0xaf]],
  ['a RAR archive', [0x52, 0x61, 0x72, 0x21]],
  ['a Windows image (WIM)', [0x4d, 0x53, 0x57, 0x49, 0x4d]],
  ['a program', [0x7f, 0x45, 0x4c, 0x46]],
  ['a picture', [0x89, 0x50, 0x4e, 0x47]],
  ['a picture', [0xff, 0xd8, 0xff]],
]

const minControls = 16
const controlsPerCharacter = 1 / 20

/** What the bytes are, with an article; undefined when they may be text. */
export function nameOfBinary(head: Uint8Array, encoding: Encoding): string | undefined {
  const known = marks.find(([, bytes]) => bytes.every((byte, at) => head[at] === byte))
  if (known !== undefined) return known[0]
  const [width, high] = widths[encoding] ?? [1, 0]
  let controls = 0
  for (let at = 0; at + width <= head.length; at += width) {
    const low = head[at + (width - 1 - high)] ?? 0
    if (isControl(low) && (width === 1 || head[at + high] === 0)) controls++
  }
  const max = (head.length / width) * controlsPerCharacter
  return controls >= minControls && controls > max ? 'a program or other data' : undefined
}

/** Bytes per character, and which of them is the highest one. */
const widths: Partial<Record<Encoding, readonly [width: number, high: number]>> = {
  'utf-16le': [2, 1],
  'utf-16be': [2, 0],
  'utf-32le': [4, 3],
  'utf-32be': [4, 0],
}

/** Tab, line ends, form feed and Ctrl-Z do occur in text. */
function isControl(code: number): boolean {
  return code < 9 || (code > 13 && code < 32 && code !== 26)
}
