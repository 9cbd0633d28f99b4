/** Files that are often sent as "the CSV" and are not text, told by their first bytes. */
const marks: readonly (readonly [name: string, bytes: readonly number[]])[] = [
  ['a ZIP archive or an Excel workbook', [0x50, 0x4b, 0x03, 0x04]],
  ['an empty ZIP archive', [0x50, 0x4b, 0x05, 0x06]],
  ['a cabinet', [0x4d, 0x53, 0x43, 0x46]],
  ['an old Excel workbook', [0xd0, 0xcf, 0x11, 0xe0]],
  ['a PDF document', [0x25, 0x50, 0x44, 0x46]],
  ['a gzip archive', [0x1f, 0x8b]],
  ['a 7-Zip archive', [0x37, 0x7a, 0xbc, 0xaf]],
]

/** What the bytes are, in words with an article; undefined when nothing speaks against text. */
export function nameOfBinary(head: Uint8Array): string | undefined {
  return marks.find(([, bytes]) => bytes.every((byte, at) => head[at] === byte))?.[0]
}
