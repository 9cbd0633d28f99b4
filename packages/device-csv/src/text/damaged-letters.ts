/** Letters that a wrong code page has destroyed: what was meant can be guessed, and a group tag must not be. */
import { ansiByteOf } from './ansi.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Lost for good, or a control character that Windows-1252 makes of another code page's letter. */
const lost = /[\u0080-\u009f\ufffd]/
/** ä, ö and é of the code pages 437 and 850, in which a console writes, read as Windows-1252: `K”ln`. */
const fromConsole = /[A-Za-z](?:[„”][a-z]|‚(?:[a-z]|$))/

/**
 * Letters of another code page read as Windows-1252: signs within Polish words, and rows of accented letters or signs
 * as Cyrillic, Greek, Hebrew, Thai, Chinese and Japanese words become. Czech and Turkish words still look like words.
 */
const fromOtherPage =
  /[a-z][¹³¿¼¾£¥¯][a-zó]|£[a-zó]|[a-z]Ÿ|[\u00a1-\u00ff]{4,}|[‚ƒ„†‡ˆ‰Š‹ŒŽ‘’“”˜™š›œžŸ]{3,}/

export function hasDamagedLetters(text: string): boolean {
  if (!/[^ -~]/.test(text)) return false
  return (
    lost.test(text) || fromOtherPage.test(text) || fromConsole.test(text) || isTwiceEncoded(text)
  )
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
