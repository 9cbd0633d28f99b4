/**
 * Repairs a hash that is only misspelled. A repair counts only if the digest inside proves it;
 * whatever cannot be proved is left exactly as it is.
 */
import { isUsableHash } from 'taxiway-hardware-hash'
import type { FindingCode } from '../findings/finding.ts'
import { decodedHash } from './decoded-hash.ts'

export type HashRepair = { readonly text: string; readonly codes: readonly FindingCode[] }

/** Characters of a hash, and the maximum after any known damage (every letter as `\u0041`, twice). */
const whole = 4000
const maxLength = whole * 12
/** Anything shorter contains no record, let alone a digest. */
const minLength = 300

/** The complete hash that `text` stands for and the repairs; null when it is intact or nothing can be proved. */
export function repairHash(text: string): HashRepair | null {
  if (text.length < minLength || text.length > maxLength || isWhole(text)) return null
  for (const { text: plain, codes } of unescaped(text)) {
    const repaired =
      respaced(plain, codes) ?? decodedTwice(plain, codes) ?? unlabelled(plain, codes)
    if (repaired !== null) return repaired
  }
  return fromHexadecimal(text)
}

/** The digest is valid and nothing follows it. */
export function isWhole(text: string): boolean {
  return text.length === whole && isUsableHash(decodedHash(text))
}

const startOfWhole = /^T0[EFGH][A-Za-z0-9+/]{3997}/

/** The complete hash that `text` begins with, if more follows; undefined when there is none. */
export function wholeAtStart(text: string): string | undefined {
  const found = startOfWhole.exec(text)?.[0]
  return found !== undefined && text.length > whole && isWhole(found) ? found : undefined
}

/**
 * The hash with its missing or extra `A`s corrected, null if that does not complete it. All bytes
 * after the digest are zero (A is six zero bits), so a valid digest leaves nothing to guess.
 */
export function completed(text: string): string | null {
  const body = text.replace(/=+$/, '')
  if (body.length < minLength) return null
  const filled =
    body.length > whole && /^A+$/.test(body.slice(whole))
      ? body.slice(0, whole)
      : body.padEnd(whole, 'A')
  return isWhole(filled) ? filled : null
}

function* unescaped(text: string): Generator<HashRepair> {
  yield { text, codes: [] }
  const plain = text
    .replaceAll(/\\u00(2b|2f|3d|22|27)/gi, (_, hex: string) => letter(hex))
    .replaceAll(/&#(?:x(2b|2f|3d|22)|(43|47|61|34));/gi, (_, hex?: string, decimal?: string) =>
      hex === undefined ? String.fromCharCode(Number(decimal)) : letter(hex),
    )
    .replaceAll(/&(?:plus|sol|equals|quot|amp);/gi, (name) => entities[name.toLowerCase()] ?? name)
    .replaceAll(/%(?:25)?(2b|2f|3d)/gi, (_, hex: string) => letter(hex))
    .replaceAll('\\/', '/')
    .replaceAll(/\\r\\n|\\[rn]|`[rn]|<br ?\/?>|_x000[AD]_/gi, '')
  if (plain !== text) yield { text: plain, codes: ['hash-escaped'] }
  // UTF-7 writes a plus sign so.
  if (text.includes('+-')) yield { text: text.replaceAll('+-', '+'), codes: ['hash-escaped'] }
  const printable = plain
    .replaceAll(/=\s*\r?\n|=[ \t]+/g, '')
    .replaceAll(/=(2B|2F|3D)/g, (_, hex: string) => letter(hex))
  if (printable !== plain) yield { text: printable, codes: ['hash-escaped'] }
}

const maxLabel = 60

/** In brackets, or behind a label such as `Hash:` or `data:…;base64,`: there is nothing else around it. */
function unlabelled(text: string, codes: readonly FindingCode[]): HashRepair | null {
  const [, before = '', hash = '', after = ''] =
    /^([^\0]{0,60}?)(T0[EFGH][A-Za-z0-9+/]{3997})([^A-Za-z0-9]{0,60})$/.exec(text.trim()) ?? []
  if (hash === '' || /[A-Za-z0-9+/]$/.test(before) || !isWhole(hash)) return null
  const isLabel = before.length <= maxLabel && !/[A-Za-z0-9+/]{30}/.test(before)
  return isLabel && before + after !== '' ? { text: hash, codes: [...codes, 'value-guard'] } : null
}

/** As databases and some tools print bytes: `0x4F41…`, `4f-41-…`. */
function fromHexadecimal(text: string): HashRepair | null {
  const digits = text
    .trim()
    .replace(/^0x/i, '')
    .replaceAll(/[\s:-]/g, '')
  if (!/^4F41[\dA-F]{596,5996}$/i.test(digits) || digits.length % 2 === 1) return null
  const bytes = digits.match(/../g)?.map((pair) => Number.parseInt(pair, 16)) ?? []
  const hash = completed(btoa(String.fromCharCode(...bytes)))
  return hash === null ? null : { text: hash, codes: ['hash-hexadecimal'] }
}

const entities: Readonly<Record<string, string>> = {
  '&plus;': '+',
  '&sol;': '/',
  '&equals;': '=',
  '&quot;': '"',
  '&amp;': '&',
}

const letter = (hex: string): string => String.fromCharCode(Number.parseInt(hex, 16))

/** Spaces come from a wrapped line, or from a web form that replaced every `+`. */
function respaced(text: string, codes: readonly FindingCode[]): HashRepair | null {
  const bare = text.replaceAll(/^["'“”‘’„`]+|["'“”‘’„`]+$/g, '').trim()
  const quoted = bare === text.trim() ? codes : [...codes, 'value-guard' as const]
  const solid = bare.replaceAll(/\s+/g, '')
  const joined = asBase64(solid, solid === bare ? quoted : [...quoted, 'hash-wrapped'])
  if (joined !== null || solid === bare) return joined
  return asBase64(bare.replaceAll(' ', '+').replaceAll(/\s/g, ''), [
    ...quoted,
    'hash-plus-as-blank',
  ])
}

function asBase64(text: string, codes: readonly FindingCode[]): HashRepair | null {
  if (isWhole(text)) return { text, codes }
  const standard = text.replaceAll('-', '+').replaceAll('_', '/')
  const safe: readonly FindingCode[] = standard === text ? codes : [...codes, 'hash-url-safe']
  if (isWhole(standard)) return { text: standard, codes: safe }
  const filled = completed(standard)
  return filled === null ? null : { text: filled, codes: [...safe, 'hash-padding'] }
}

/** Base64 of base64, of 8-bit or 16-bit text. */
function decodedTwice(text: string, codes: readonly FindingCode[]): HashRepair | null {
  const solid = text.replaceAll(/\s+/g, '').replaceAll('-', '+').replaceAll('_', '/')
  if (!/^(?:VDB[FGHI]|VAAwA)/.test(solid)) return null
  try {
    const inner = atob(solid.replace(/=+$/, '')).replaceAll('\0', '').trim()
    return asBase64(inner, [...codes, 'hash-encoded-twice'])
  } catch {
    return null
  }
}
