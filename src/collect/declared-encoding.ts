/** XML and web pages name their encoding: letters of another code page must not be read as those of Windows-1252. */
import {
  decoderOfPage,
  type Encoding,
  encodingNamed,
  isCodePage,
  readText,
} from 'taxiway-device-csv'

const ofXml = /^\s*<\?xml\s[^>]{0,200}?\bencoding\s*=\s*["']([\w.:-]{2,40})["']/i
const ofPage = /<meta\s[^>]{0,200}?\bcharset\s*=\s*["']?\s*([\w.:-]{2,40})/i
const searched = 4096
const utf8 = new TextDecoder('utf-8', { fatal: true })

export type Named = {
  /** What a person says that the text is in. */
  readonly encoding?: Encoding | undefined
  /** Of a larger file, in which not every text may be in that. */
  readonly isPart?: boolean
}

/** The text in UTF-8 if it names another encoding, or a person does, and is not in UTF-8 already; else the same bytes. */
export function inUtf8(bytes: Uint8Array, { encoding, isPart = false }: Named = {}): Uint8Array {
  const declared = declaredIn(bytes)
  if (declared !== undefined && isCodePage(declared))
    return isUtf8(bytes) ? bytes : new TextEncoder().encode(decoderOfPage(declared).decode(bytes))
  const isShown = isPart || declared !== undefined
  if (encoding === undefined || (isShown && isUtf8(bytes))) return bytes
  const text = readText(bytes, encoding)
  // The mark shows what it is in now, whatever is named.
  return text === '' ? bytes : new TextEncoder().encode(`\ufeff${text}`)
}

/** UTF-8 and UTF-16 show themselves in the bytes. */
function declaredIn(bytes: Uint8Array): Encoding | undefined {
  const head = Buffer.from(bytes.subarray(0, searched)).toString('latin1')
  if (!/^\s*</.test(head)) return undefined
  const label = (ofXml.exec(head) ?? ofPage.exec(head))?.[1]
  return label === undefined ? undefined : encodingNamed(label)
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    utf8.decode(bytes)
    return true
  } catch {
    return false
  }
}
