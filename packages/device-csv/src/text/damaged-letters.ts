/** Letters that a wrong code page has destroyed: what was meant can be guessed, and a group tag must not be. */
import { ansiByteOf, isAnsi } from './ansi.ts'
import { isWestern } from './western-letters.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Lost for good, or a control character that Windows-1252 makes of another code page's letter. */
const lost = /[\u0080-\u009f\ufffd]/
/** ä, ö and é of the code pages 437 and 850, in which a console writes, read as Windows-1252: `K”ln`. */
const fromConsole = /[A-Za-z](?:[„”][a-z]|‚(?:[a-z]|$))/

/** Letters of another code page read as Windows-1252: signs within or at the beginning of words, and words of accented letters alone. */
const fromOtherPage = [
  /[A-Za-z\u00c0-\u00ff][\u00a1-\u00a9\u00ab-\u00af\u00b1-\u00b3\u00b5\u00b6\u00b8\u00b9\u00bb-\u00bfƒˆ†‡‰•˜‹›][A-Za-z\u00c0-\u00ff]/,
  /[ƒˆ†‡‰•˜¦¬¤¼½¾€…‹][a-z]|™[A-Za-z]|£[a-zó]|[a-mo-z][ºª][a-z]|(?<![\p{L}\d.])[ºª][a-z]|[a-mp-qs-z][ºª](?![.\w])|^[^“„”]*\p{L}”|[\u00c0-\u00ffa-z][¿¹³]|[a-z][ŠŒŽŸÀ-ÖØ-Þ]|Ÿ[a-z]|[A-Za-z]Ÿ/u,
  /(?<![A-Za-z\d])[\u00a1-\u00aa\u00ac-\u00ba\u00bc-\u00ff]{2,}(?![A-Za-z\d])/,
  /[\u00a1-\u00ff]{4,}|[‚ƒ„†‡ˆ‰Š‹ŒŽ‘’“”˜™š›œžŸ]{3,}|(?<!\S)[ƒˆ†‡‰˜‘’›‹]{2,}(?!\S)/,
]

/** Whatever code page it is read in. */
export const hasLostLetters = (text: string): boolean => lost.test(text)

export function hasDamagedLetters(text: string): boolean {
  if (!/[^ -~]/.test(text)) return false
  if (hasLostLetters(text) || fromConsole.test(text) || isTwiceEncoded(text)) return true
  return isAnsi(text) && (fromOtherPage.some((sign) => sign.test(text)) || !isWestern(text))
}

/** UTF-8 that was read as Windows-1252 and saved again: `ZÃ¼rich`. */
function isTwiceEncoded(text: string): boolean {
  const bytes: number[] = []
  for (const letter of text) {
    const byte = ansiByteOf(letter)
    if (byte === undefined) return false
    bytes.push(byte)
  }
  try {
    return utf8.decode(new Uint8Array(bytes)).length < text.length
  } catch {
    return false
  }
}
