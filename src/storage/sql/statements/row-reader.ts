/**
 * Makes a row of the bytes that PostgreSQL has sent. The driver decodes each value by itself, which is half of what a
 * page of devices costs; here the text of a row is decoded at once, and the values are cut out of it.
 */
import { isAscii } from 'node:buffer'
import pg from 'pg'
import { momentIn } from './moment.ts'

export type Row = Record<string, unknown>

/** The row whose message is `bytes`, from its number of columns at `start` to its end. Changes the bytes. */
export type RowReader = (bytes: Buffer, start: number, end: number) => Row

type Column = {
  readonly name: string
  /** Undefined: its text is its value. */
  readonly parse: ((text: string) => unknown) | undefined
}

const timestamps: ReadonlySet<number> = new Set([
  pg.types.builtins.TIMESTAMP,
  pg.types.builtins.TIMESTAMPTZ,
])
const asText = pg.types.getTypeParser(pg.types.builtins.TEXT, 'text')

/** Lengths of the values of the row that is being read; -1 = null. Rows are read one after another. */
let lengths = new Int32Array(64)

export function rowReaderOf(fields: readonly pg.FieldDef[]): RowReader {
  const columns = fields.map(columnOf)
  const empty: Row = Object.fromEntries(columns.map(({ name }) => [name, null]))
  if (columns.length > lengths.length) lengths = new Int32Array(columns.length)
  return (bytes, start, end) => {
    const isPlain = takeLengths(bytes, { start, end, count: columns.length })
    const text = isPlain ? bytes.toString('latin1', start, end) : undefined
    const row = { ...empty }
    let at = start + 2
    for (let i = 0; i < columns.length; i++) {
      const { name, parse } = columns[i] as Column
      const length = lengths[i] as number
      at += 4
      if (length < 0) continue
      const value = text?.slice(at - start, at - start + length) ?? utf8(bytes, at, length)
      row[name] = parse === undefined ? value : parse(value)
      at += length
    }
    return row
  }
}

function utf8(bytes: Buffer, at: number, length: number): string {
  return bytes.toString('utf8', at, at + length)
}

function columnOf({ name, dataTypeID }: pg.FieldDef): Column {
  const parse = pg.types.getTypeParser(dataTypeID, 'text')
  if (parse === asText) return { name, parse: undefined }
  return {
    name,
    parse: timestamps.has(dataTypeID) ? (text) => momentIn(text) ?? parse(text) : parse,
  }
}

/** Whether the texts of all values are ASCII, whose characters stand where their bytes do. */
function takeLengths(
  bytes: Buffer,
  { start, end, count }: { readonly start: number; readonly end: number; readonly count: number },
): boolean {
  if (bytes.readInt16BE(start) !== count)
    throw new Error('a row has other columns than its statement')
  let at = start + 2
  for (let i = 0; i < count; i++) {
    const length = bytes.readInt32BE(at)
    lengths[i] = length
    // A byte of the length itself must not look like a character outside ASCII.
    if ((length & 0x80808080) !== 0) bytes.writeInt32BE(0, at)
    at += 4 + Math.max(length, 0)
  }
  return isAscii(bytes.subarray(start, end))
}
