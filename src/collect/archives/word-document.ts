/** The text and tables of a Word document (.docx), as a web page: its text is in pieces that only its own marks join. */
import { entryNames } from './entry-names.ts'

/** The part that holds the text. [documented: ECMA-376 part 1, 11.3.10] */
export const wordPart = 'word/document.xml'

export function isWordDocument(bytes: Uint8Array): boolean {
  return entryNames(bytes).some((name) => plainName(name) === wordPart)
}

export const plainName = (name: string): string =>
  name.replaceAll('\\', '/').replace(/^\//, '').toLowerCase()

/** Text between marks counts only in `t`: what was deleted, and the codes of fields, are elsewhere. */
const mark = /<(\/?)w:(tbl|tr|tc|p|t|tab|br|cr)(?:\s[^<>]*?)?(\/?)>/g

const inPage: Readonly<Record<string, readonly [begin: string, end: string]>> = {
  tbl: ['<table>', '</table>'],
  tr: ['<tr>', '</tr>'],
  tc: ['<td>', '</td>'],
  p: ['<p>', '</p>'],
  tab: ['\t', ''],
  br: ['<br>', ''],
  cr: ['<br>', ''],
}

export function pageOfWord(xml: string): string {
  const page: string[] = ['<html><body>']
  let textAt: number | undefined
  for (const { 0: whole, 1: slash = '', 2: name = '', 3: alone = '', index } of xml.matchAll(
    mark,
  )) {
    if (name !== 't') page.push(written(name, slash, alone))
    else if (slash === '' && alone === '') textAt = index + whole.length
    else if (textAt !== undefined) {
      page.push(xml.slice(textAt, index))
      textAt = undefined
    }
  }
  return `${page.join('')}</body></html>`
}

function written(name: string, slash: string, alone: string): string {
  const [begin = '', end = ''] = inPage[name] ?? []
  if (slash !== '') return end
  return alone === '' ? begin : begin + end
}
