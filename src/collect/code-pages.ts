/** Code pages by the character sets of fonts, as Rich Text documents name them. */
import { type CodePage, encodingOfPage, isCodePage } from 'taxiway-device-csv'

/** That of a number of Windows; undefined for what is none, or is not read. */
export function codePageOf(number: number): CodePage | 'utf-8' | undefined {
  const encoding = encodingOfPage(number)
  return encoding !== undefined && (encoding === 'utf-8' || isCodePage(encoding))
    ? encoding
    : undefined
}

/** By the character set of a font in Rich Text; 0 and 1 say nothing of their own. [documented: RTF Specification 1.9.1] */
const ofFonts: Readonly<Record<number, number>> = {
  77: 10000,
  128: 932,
  129: 949,
  134: 936,
  136: 950,
  161: 1253,
  162: 1254,
  163: 1258,
  177: 1255,
  178: 1256,
  186: 1257,
  204: 1251,
  222: 874,
  238: 1250,
}

export function codePageOfFont(charset: number): CodePage | 'utf-8' | undefined {
  const page = ofFonts[charset]
  return page === undefined ? undefined : codePageOf(page)
}
