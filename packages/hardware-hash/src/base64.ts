/**
 * Base64, read strictly: what is not exactly the text that Microsoft's tool prints is refused with
 * the reason, because a lenient reading lets one device in under several spellings.
 */
import { hashBytes, hashCharacters } from './envelope.ts'
import { faultAt, type HashFault } from './fault.ts'

/** The 3000 bytes that `text` stands for, or why it does not. */
export function bytesOfText(text: string): Uint8Array | HashFault {
  if (text.length !== hashCharacters) return diagnose(text)
  const raw = unpacked(text)
  return raw === null || raw.length !== hashBytes ? diagnose(text) : bytesOf(raw)
}

/** Standard base64 of `bytes`, padded. */
export function toBase64(bytes: Uint8Array): string {
  if (typeof Buffer === 'function') {
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64')
  }
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}

/** `atob` passes over white space; a text of full length that lost some is noticed by its length. */
function unpacked(text: string): string | null {
  try {
    return atob(text)
  } catch {
    return null
  }
}

/** Node's Buffer copies many times faster than a loop; a browser has only the loop. */
const bytesOf: (raw: string) => Uint8Array =
  typeof Buffer === 'function'
    ? (raw) => {
        const buffer = Buffer.from(raw, 'latin1')
        return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length)
      }
    : bytesInLoop

function bytesInLoop(raw: string): Uint8Array {
  const bytes = new Uint8Array(raw.length)
  for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i)
  return bytes
}

type Suspicion = { code: HashFault['fault']; find: RegExp; message: string }

/** What people paste, most report first. */
const suspicions: readonly Suspicion[] = [
  {
    code: 'quoted',
    find: /^\s*["'“”‘’`]|["'“”‘’`]\s*$/,
    message: 'The hash is inside quotation marks; remove them.',
  },
  {
    code: 'line-wrapped',
    find: /\s/,
    message: 'The hash contains blanks or line breaks; join its lines.',
  },
  {
    code: 'url-safe',
    find: /[-_]/,
    message: 'The hash is in URL-safe base64; replace - by + and _ by /.',
  },
  {
    code: 'bad-padding',
    find: /=(?=[^=])|={3,}/,
    message: 'An equals sign stands inside the hash or too often at its end.',
  },
  {
    code: 'bad-character',
    find: /[^A-Za-z0-9+/=]/,
    message: 'The hash contains a character that base64 does not have.',
  },
]

function diagnose(text: string): HashFault {
  if (text.trim() === '') return faultAt('empty', 0, 'There is no hash here.')
  for (const { code, find, message } of suspicions) {
    const offset = text.search(find)
    if (offset >= 0) return faultAt(code, offset, message)
  }
  return ofWrongLength(text)
}

function ofWrongLength(text: string): HashFault {
  const { length } = text
  const body = withoutPadding(text)
  if (/^VDB[FGHI]/.test(text)) {
    return faultAt('doubly-encoded', 0, 'The hash was base64-encoded twice; decode it once first.')
  }
  if (body.length % 4 === 1) {
    return faultAt(
      'bad-padding',
      body.length,
      `${body.length} characters cannot be base64: one is missing or too many.`,
    )
  }
  if (body.length % 4 !== 0 && length % 4 !== 0) {
    return faultAt('bad-padding', body.length, 'The padding at the end is missing or incomplete.')
  }
  if (length === 4096) {
    return faultAt(
      '4096-characters',
      hashCharacters,
      'A hash has 4,000 characters, not 4,096; "4K" is a figure of speech.',
    )
  }
  if (body.length < hashCharacters) {
    return faultAt(
      'truncated',
      body.length,
      `The hash ends after ${body.length} of 4,000 characters.`,
    )
  }
  return faultAt('too-long', hashCharacters, `The hash has ${length} instead of 4,000 characters.`)
}

function withoutPadding(text: string): string {
  let end = text.length
  while (end > 0 && text[end - 1] === '=') end--
  return text.slice(0, end)
}

/** A text with its padding put right, and what was done to it in words; no changes if it was right. */
export type PaddingRepair = { readonly text: string; readonly changes: readonly string[] }

/**
 * Microsoft's documented repair of `Cannot convert the literal … to Edm.Binary`: pad with `=`, and
 * where that cannot help add an `A` first. Whether the result is a hash is for the decoder to say.
 */
export function repairPadding(text: string): PaddingRepair {
  const changes: string[] = []
  const body = withoutPadding(text)
  const filled = body.length % 4 === 1 ? `${body}A` : body
  if (filled !== body) changes.push('added one A at the end')
  const repaired = filled.padEnd(Math.ceil(filled.length / 4) * 4, '=')
  const before = text.length - body.length
  const after = repaired.length - filled.length
  if (before !== after) changes.push(`changed the padding from ${before} to ${after} equals signs`)
  return { text: repaired, changes }
}
