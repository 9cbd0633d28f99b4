/**
 * The directory of a cabinet (MS-CAB): its files, their offsets in their folder, and how folders are compressed.
 *
 * Needed because one compression has its own reader, which gets the position of a file and never its name.
 */

export type CabinetFile = {
  readonly name: string
  /** Index of its folder, a run of data packed as one; from 0xFFFD on it is shared with another cabinet. */
  readonly folder: number
  /** Where it begins in its unpacked folder, in bytes. */
  readonly offset: number
  /** In bytes, unpacked, as stated. */
  readonly size: number
}

/** Where the header has the number of files, in two bytes. */
export const fileCountAt = 28

const quantum = 2
const flag = { previous: 1, next: 2, reserve: 4 } as const
const utf8Name = 0x80
const ansi = new TextDecoder('windows-1252')
const utf8 = new TextDecoder()

/** Whether any folder is compressed with Quantum; false for anything but a cabinet. */
export function hasQuantumFolder(bytes: Uint8Array): boolean {
  if (bytes.length < 36 || ansi.decode(bytes.subarray(0, 4)) !== 'MSCF') return false
  const view = viewOf(bytes)
  const { start, size } = foldersOf(view)
  for (let n = 0; n < view.getUint16(26, true); n++) {
    const at = start + n * size + 6
    if (at + 2 > bytes.length) return false
    if ((view.getUint16(at, true) & 15) === quantum) return true
  }
  return false
}

/** Where the file list begins. */
export function directoryAt(bytes: Uint8Array): number {
  return viewOf(bytes).getUint32(16, true)
}

/** The files in the order of the directory; throws a RangeError if the directory is truncated. */
export function* cabinetFiles(bytes: Uint8Array): Generator<CabinetFile> {
  const view = viewOf(bytes)
  let at = directoryAt(bytes)
  for (let left = view.getUint16(fileCountAt, true); left > 0; left--) {
    const end = bytes.indexOf(0, at + 16)
    if (end === -1) throw new RangeError('the directory ends early')
    const attributes = view.getUint16(at + 14, true)
    const name = (attributes & utf8Name ? utf8 : ansi).decode(bytes.subarray(at + 16, end))
    yield {
      name,
      folder: view.getUint16(at + 8, true),
      offset: view.getUint32(at + 4, true),
      size: view.getUint32(at, true),
    }
    at = end + 1
  }
}

/** Where the folder list begins and how long each entry is: both depend on space reserved for other programs. */
function foldersOf(view: DataView): { start: number; size: number } {
  const flags = view.getUint16(30, true)
  const reserved = (flags & flag.reserve) !== 0 && view.byteLength >= 40
  let start = reserved ? 40 + view.getUint16(36, true) : 36
  const texts = (flags & flag.previous ? 2 : 0) + (flags & flag.next ? 2 : 0)
  for (let n = 0; n < texts; n++) start = afterZero(view, start)
  return { start, size: 8 + (reserved ? view.getUint8(38) : 0) }
}

function afterZero(view: DataView, from: number): number {
  let at = from
  while (at < view.byteLength && view.getUint8(at) !== 0) at++
  return at + 1
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
}
