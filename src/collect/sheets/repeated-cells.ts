/** Cells that an OpenDocument sheet claims by repetition: a few bytes can represent all cells of a sheet. */
const row = /<(?:\w+:)?table-row\b([^>]*?)(?:\/>|>([\s\S]*?)<\/(?:\w+:)?table-row>)/g
const cell = /<(?:\w+:)?table-cell\b([^>]*)>/g
const utf8 = new TextDecoder()

/** The number of non-empty cells in the parts of a workbook, including repetitions. */
export function cellsClaimed(content: Uint8Array): number {
  let sum = 0
  for (const [, attributes = '', cells = ''] of utf8.decode(content).matchAll(row)) {
    let inRow = 0
    for (const [, own = ''] of cells.matchAll(cell))
      if (own.includes('value-type')) inRow += repetitions(own, 'columns')
    sum += inRow * repetitions(attributes, 'rows')
  }
  return sum
}

function repetitions(attributes: string, what: 'columns' | 'rows'): number {
  const found = new RegExp(`number-${what}-repeated="(\\d{1,9})"`).exec(attributes)
  return found === null ? 1 : Number(found[1])
}
