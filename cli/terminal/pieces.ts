/** Long output piece by piece, so that no command holds the text of all its rows. */

/** Values that are made as they are asked for, any number of times. */
export type Rows<Row> = Iterable<Row>

export function lazily<Entry, Row>(entries: Rows<Entry>, row: (entry: Entry) => Row): Rows<Row> {
  return {
    *[Symbol.iterator]() {
      for (const entry of entries) yield row(entry)
    },
  }
}

const linesInPiece = 500

export function* joined(lines: Iterable<string>): Generator<string> {
  let piece: string[] = []
  for (const line of lines) {
    if (piece.push(line) < linesInPiece) continue
    yield piece.join('')
    piece = []
  }
  if (piece.length > 0) yield piece.join('')
}

/** As `JSON.stringify(value, undefined, 2)`; `Rows` among the members of an object are an array. */
export function* jsonParts(value: unknown, indent = ''): Generator<string> {
  if (isRows(value)) yield* arrayParts(value, indent)
  else if (isObject(value) && Object.values(value).some(isRows)) yield* memberParts(value, indent)
  else yield text(value, indent)
}

function* arrayParts(rows: Rows<unknown>, indent: string): Generator<string> {
  const inner = `${indent}  `
  let opened = false
  for (const row of rows) {
    yield `${opened ? ',' : '['}\n${inner}${text(row, inner)}`
    opened = true
  }
  yield opened ? `\n${indent}]` : '[]'
}

function* memberParts(value: object, indent: string): Generator<string> {
  const inner = `${indent}  `
  for (const [n, [name, member]] of Object.entries(value).entries()) {
    yield `${n === 0 ? '{' : ','}\n${inner}${JSON.stringify(name)}: `
    yield* jsonParts(member, inner)
  }
  yield `\n${indent}}`
}

function text(value: unknown, indent: string): string {
  return (JSON.stringify(value, undefined, 2) ?? 'null').replaceAll('\n', `\n${indent}`)
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

const isRows = (value: unknown): value is Rows<unknown> =>
  isObject(value) && !Array.isArray(value) && Symbol.iterator in value
