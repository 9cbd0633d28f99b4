/** Which characters Windows-1252 has, which Windows calls ANSI. */

const ansiBeyondLatin1 = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ'
const ansiCodes = [
  0x80, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x8b, 0x8c, 0x8e, 0x91, 0x92, 0x93,
  0x94, 0x95, 0x96, 0x97, 0x98, 0x99, 0x9a, 0x9b, 0x9c, 0x9e, 0x9f,
]
const ansiByte = new Map([...ansiBeyondLatin1].map((letter, at) => [letter, ansiCodes[at] ?? 0x3f]))

/** The Windows-1252 byte of one UTF-16 unit; undefined when the code page has no such character. */
export function ansiByteOf(letter: string): number | undefined {
  const code = letter.charCodeAt(0)
  if (code < 0x80 || (code >= 0xa0 && code <= 0xff)) return code
  return ansiByte.get(letter)
}

/** Whether Windows-1252 has every character of the text. */
export function isAnsi(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) >= 0x80 && ansiByteOf(text[i] ?? '') === undefined) return false
  }
  return true
}
