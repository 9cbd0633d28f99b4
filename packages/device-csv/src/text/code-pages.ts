/** Code pages by the names and numbers that people and programs have for them. */
import { consoleLetters } from './console-pages.ts'
import { type CodePage, codePages, type Encoding, isCodePage } from './encoding-name.ts'

/** By the numbers of Windows. */
const numbered: Readonly<Record<number, Encoding>> = {
  874: 'windows-874',
  932: 'shift_jis',
  936: 'gbk',
  949: 'euc-kr',
  950: 'big5',
  1200: 'utf-16le',
  1201: 'utf-16be',
  10000: 'macintosh',
  10007: 'x-mac-cyrillic',
  12000: 'utf-32le',
  12001: 'utf-32be',
  20866: 'koi8-r',
  20932: 'euc-jp',
  21866: 'koi8-u',
  51932: 'euc-jp',
  51949: 'euc-kr',
  54936: 'gb18030',
  65001: 'utf-8',
}

/** Names that no `TextDecoder` knows. */
const spoken: Readonly<Record<string, Encoding>> = {
  unicode: 'utf-16le',
  utf16: 'utf-16le',
  'utf-32': 'utf-32le',
  utf32: 'utf-32le',
  'utf-32le': 'utf-32le',
  'utf-32be': 'utf-32be',
  'mac-roman': 'macintosh',
  macroman: 'macintosh',
  latin9: 'iso-8859-15',
  gb2312: 'gbk',
}

const withNumber = /^(?:windows|win|cp|ibm|oem|dos|ms|x-cp|code-?page)?-?(\d{3,5})$/

/** The names that are suggested; `encodingNamed` knows others too. */
export const encodingNames: readonly Encoding[] = [
  ...codePages,
  'utf-8',
  'utf-16le',
  'utf-16be',
  'utf-32le',
  'utf-32be',
]

/** The encoding of that name, such as `windows-1250`, `cp1250`, `1250` or `latin2`; undefined for any other word. */
export function encodingNamed(name: string): Encoding | undefined {
  const lower = name.trim().toLowerCase()
  const plain = lower.replaceAll(/[\s_]+/g, '-')
  const number = withNumber.exec(plain)?.[1]
  if (number !== undefined) return encodingOfPage(Number(number))
  return spoken[plain] ?? labelled(lower) ?? labelled(plain)
}

/** The encoding that Windows has under that number; undefined where nothing here reads it. */
export function encodingOfPage(number: number): Encoding | undefined {
  const known = numbered[number]
  if (known !== undefined) return known
  if (number > 28_590 && number < 28_606) return labelled(`iso-8859-${number - 28_590}`)
  return [`windows-${number}`, `ibm${number}`].find(isCodePage)
}

/** By the labels of the web, where that is one of ours. */
function labelled(label: string): Encoding | undefined {
  try {
    const { encoding } = new TextDecoder(label)
    const isWide = encoding === 'utf-8' || encoding === 'utf-16le' || encoding === 'utf-16be'
    return isWide || isCodePage(encoding) ? encoding : undefined
  } catch {
    return undefined
  }
}

export type PageDecoder = { readonly decode: (bytes: Uint8Array) => string }

/** Of whole texts: letters of several bytes are not kept between two calls. */
export function decoderOfPage(page: CodePage | 'utf-8'): PageDecoder {
  const letters = consoleLetters[page]
  if (letters === undefined) return new TextDecoder(page)
  return { decode: (bytes) => Array.from(bytes, (byte) => letterOf(byte, letters)).join('') }
}

const letterOf = (byte: number, letters: string): string =>
  byte < 128 ? String.fromCharCode(byte) : (letters[byte - 128] ?? '\ufffd')

const severalBytes: ReadonlySet<Encoding> = new Set([
  'shift_jis',
  'euc-jp',
  'gbk',
  'gb18030',
  'big5',
  'euc-kr',
])

/** Its letters have several bytes, which may look like UTF-8; those of other code pages hardly ever do. */
export function mayLookLikeUtf8(page: Encoding): boolean {
  return severalBytes.has(page)
}
