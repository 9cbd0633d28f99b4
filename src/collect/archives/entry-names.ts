/**
 * Names of entries in any encoding. libarchive returns only those in UTF-8, so they are read here, in
 * the order in which libarchive visits the entries: by their position in the archive.
 */
import { cabinetFiles } from './cabinet.ts'

/** The upper half of code page 437, which ZIP files without the UTF-8 flag use (APPNOTE.TXT, appendix D). */
const upperHalf =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0'
const utf8 = new TextDecoder('utf-8', { fatal: true })
const maxNames = 20_000
const endSize = 22
const entrySize = 46

/** Names by position; empty if the directory cannot be read. */
export function entryNames(bytes: Uint8Array): readonly string[] {
  try {
    const isCabinet = bytes[0] === 0x4d && bytes[1] === 0x53 && bytes[2] === 0x43
    if (isCabinet) return namesInCabinet(bytes)
    return bytes[0] === 0x50 && bytes[1] === 0x4b ? namesInZip(bytes) : []
  } catch {
    return []
  }
}

/** A ZIP file that was cut off, perhaps exactly between two entries: its directory is at the end. */
export function lacksDirectory(bytes: Uint8Array): boolean {
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b
  const { buffer, byteOffset, length } = bytes
  return isZip && endOfDirectory(new DataView(buffer, byteOffset, length)) === -1
}

function namesInCabinet(bytes: Uint8Array): readonly string[] {
  return [...cabinetFiles(bytes)]
    .toSorted((a, b) => a.folder - b.folder || a.offset - b.offset)
    .map(({ name }) => name)
}

function namesInZip(bytes: Uint8Array): readonly string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const end = endOfDirectory(view)
  if (end === -1) return []
  const found: { readonly at: number; readonly name: string }[] = []
  let at = view.getUint32(end + 16, true)
  for (let left = view.getUint16(end + 10, true); left > 0 && found.length < maxNames; left--) {
    if (view.getUint32(at, true) !== 0x02014b50) break
    const [name, extra, comment] = [28, 30, 32].map((place) => view.getUint16(at + place, true))
    const text = bytes.subarray(at + entrySize, at + entrySize + (name ?? 0))
    const isUtf8 = (view.getUint16(at + 8, true) & 0x800) !== 0
    found.push({ at: view.getUint32(at + 42, true), name: decoded(text, isUtf8) })
    at += entrySize + (name ?? 0) + (extra ?? 0) + (comment ?? 0)
  }
  return found.toSorted((a, b) => a.at - b.at).map((each) => each.name)
}

/** The end record comes last, before a comment of at most 65,535 bytes. */
function endOfDirectory(view: DataView): number {
  const last = view.byteLength - endSize
  for (let at = last; at >= Math.max(0, last - 0xffff); at--)
    if (view.getUint32(at, true) === 0x06054b50) return at
  return -1
}

/** Many programs write UTF-8 without the flag; anything else is code page 437. */
function decoded(bytes: Uint8Array, isUtf8: boolean): string {
  try {
    return utf8.decode(bytes)
  } catch {
    if (isUtf8) return new TextDecoder().decode(bytes)
    return Array.from(bytes, (byte) =>
      byte < 0x80 ? String.fromCharCode(byte) : (upperHalf[byte - 0x80] ?? '\ufffd'),
    ).join('')
  }
}
