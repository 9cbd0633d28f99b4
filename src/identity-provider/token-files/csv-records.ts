/** Records of a small CSV (RFC 4180): fields may be quoted, and a field never spans lines here. */

/** `number` is the line's, from 1; blank lines are left out. `fields` is undefined where a quote is not closed. */
export type CsvRecord = { readonly number: number; readonly fields: readonly string[] | undefined }

export function csvRecords(text: string): readonly CsvRecord[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .map((line, index) => ({ line, number: index + 1 }))
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, number }) => ({ number, fields: fieldsOf(line) }))
}

const field = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/y

function fieldsOf(line: string): readonly string[] | undefined {
  const fields: string[] = []
  field.lastIndex = 0
  for (;;) {
    const found = field.exec(line)
    if (found === null) return undefined
    const [, quoted, plain = '', end] = found
    fields.push((quoted === undefined ? plain : quoted.replaceAll('""', '"')).trim())
    if (end === '') return fields
  }
}
