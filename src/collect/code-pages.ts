/** Code pages by the numbers of Windows, as mails and Rich Text documents name them. */

const named: Readonly<Record<number, string>> = {
  866: 'ibm866',
  874: 'windows-874',
  932: 'shift_jis',
  936: 'gbk',
  949: 'euc-kr',
  950: 'big5',
  10000: 'macintosh',
  20866: 'koi8-r',
  21866: 'koi8-u',
  65001: 'utf-8',
}

/** The label of a decoder; undefined for what no decoder knows. */
export function codePageOf(number: number): string | undefined {
  if (number >= 1250 && number <= 1258) return `windows-${number}`
  return number > 28_591 && number < 28_600 ? `iso-8859-${number - 28_590}` : named[number]
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

export function codePageOfFont(charset: number): string | undefined {
  const page = ofFonts[charset]
  return page === undefined ? undefined : codePageOf(page)
}
