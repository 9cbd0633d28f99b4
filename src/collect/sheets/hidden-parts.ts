/** What is hidden in an OpenDocument spreadsheet, which the reader of its cells leaves out. */

export type HiddenParts = {
  readonly isHidden: boolean
  /** From 0. */
  readonly rows: ReadonlySet<number>
  readonly columns: ReadonlySet<number>
}

const part = /<(?:\w+:)?(table|table-row|table-column)(\s[^<>]*?)?\/?>/g
const hiddenStyle =
  /<(?:\w+:)?style\s[^<>]*?\bname="([^"<>]{1,200})"[^<>]*>\s*<(?:\w+:)?table-properties\s[^<>]*?\bdisplay="false"/g
/** A style may hide all rows or columns behind the last one. */
const maxRepeated = 10_000

/** By sheet, in their order. */
export function hiddenParts(content: string): readonly HiddenParts[] {
  const styles = new Set([...content.matchAll(hiddenStyle)].map(([, name]) => name))
  const sheets: { isHidden: boolean; rows: Set<number>; columns: Set<number> }[] = []
  let [row, column] = [0, 0]
  for (const [, name, attributes = ''] of content.matchAll(part)) {
    if (name === 'table') {
      const style = attributeOf('style-name', attributes)
      sheets.push({ isHidden: styles.has(style), rows: new Set(), columns: new Set() })
      row = 0
      column = 0
    } else if (name === 'table-row')
      row = passed(row, sheets.at(-1)?.rows, { attributes, what: 'rows' })
    else column = passed(column, sheets.at(-1)?.columns, { attributes, what: 'columns' })
  }
  return sheets
}

/** The place behind it. */
function passed(
  from: number,
  hidden: Set<number> | undefined,
  { attributes, what }: { readonly attributes: string; readonly what: 'rows' | 'columns' },
): number {
  const count = Number(attributeOf(`number-${what}-repeated`, attributes) ?? 1)
  if (/\bvisibility="(?:collapse|filter)"/.test(attributes))
    for (let at = from; at < from + Math.min(count, maxRepeated); at++) hidden?.add(at)
  return from + count
}

function attributeOf(name: string, attributes: string): string | undefined {
  return new RegExp(`[\\s:]${name}="([^"]*)"`).exec(attributes)?.[1]
}
