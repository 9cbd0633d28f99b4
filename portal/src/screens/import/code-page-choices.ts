/** The code pages that a text may be in, which it does not say itself: each with what the first names would be in it. */
import {
  type CodePage,
  decoderOfPage,
  encodingNames,
  hasLostLetters,
  isCodePage,
} from 'taxiway-device-csv'

export type CodePageChoice = { readonly page: CodePage; readonly names: readonly string[] }

const maxNames = 3
/** Longer ones are no names. Bytes. */
const maxLength = 60

const known = new WeakMap<Uint8Array, readonly CodePageChoice[]>()

/** Only those in which every letter of the names can be read. */
export function codePageChoices(bytes: Uint8Array): readonly CodePageChoice[] {
  const before = known.get(bytes)
  if (before !== undefined) return before
  const names = namesIn(bytes)
  const choices = encodingNames.filter(isCodePage).flatMap((page) => {
    const decoder = decoderOfPage(page)
    const read = names.map((name) => decoder.decode(name).trim())
    return read.some(hasLostLetters) ? [] : [{ page, names: read }]
  })
  known.set(bytes, choices)
  return choices
}

/** The first fields with letters outside ASCII that are not UTF-8, each once. */
function namesIn(bytes: Uint8Array): readonly Uint8Array[] {
  const found = new Map<string, Uint8Array>()
  let begin = 0
  let isForeign = false
  for (let at = 0; at <= bytes.length && found.size < maxNames; at++) {
    const byte = bytes[at] ?? lineEnd
    if (byte >= 0x80) isForeign = true
    if (!ends.has(byte)) continue
    const field = bytes.subarray(begin, at)
    if (isForeign && field.length <= maxLength && !isUtf8(field)) found.set(field.join(), field)
    begin = at + 1
    isForeign = false
  }
  return [...found.values()]
}

const lineEnd = 0x0a
/** Line ends, tabs, quotation marks, and what separates columns. */
const ends: ReadonlySet<number> = new Set([lineEnd, 0x0d, 0x09, 0x22, 0x2c, 0x3b])

const utf8 = new TextDecoder('utf-8', { fatal: true })

function isUtf8(bytes: Uint8Array): boolean {
  try {
    utf8.decode(bytes)
    return true
  } catch {
    return false
  }
}
