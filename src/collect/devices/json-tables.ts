/**
 * Tables in JSON, as query tools and data libraries write them: rows of values below their names or beside a list of
 * them, or all values of a column together.
 */
import { columnOfTitle } from 'taxiway-device-csv'
import { isWholeHash } from './whole-hash.ts'

export type Fields = Readonly<Record<string, unknown>>

/** A list of lists whose first names columns. */
export function tableIn(list: readonly unknown[]): readonly object[] | undefined {
  const [titles, ...rows] = list
  if (!Array.isArray(titles)) return undefined
  return rowsBelow(
    titles.map((title) => (typeof title === 'string' ? title : '')),
    rows,
  )
}

/** The object with the rows of its table in the place of its columns. */
export function withRows(fields: Fields): Fields {
  return besideNames(fields) ?? byColumn(fields) ?? bySerial(fields) ?? fields
}

/** `{"PF3ABCDE": "T0…", "PF3ABCDF": "T0…"}` */
function bySerial(fields: Fields): Fields | undefined {
  const hashes = Object.entries(fields).filter(
    ([name, value]) =>
      typeof value === 'string' && isWholeHash(value) && columnOfTitle(name) === undefined,
  )
  if (hashes.length < 2) return undefined
  const rest = Object.entries(fields).filter((entry) => !hashes.some(([own]) => own === entry[0]))
  const rows = hashes.map(([serialNumber, hardwareHash]) => ({ serialNumber, hardwareHash }))
  return { ...Object.fromEntries(rest), '': rows }
}

function rowsBelow(
  names: readonly string[],
  rows: readonly unknown[],
): readonly object[] | undefined {
  if (!isOfColumns(names) || !rows.every(Array.isArray)) return undefined
  return rows.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at]])))
}

const isOfColumns = (names: readonly string[]): boolean =>
  names.filter((name) => columnOfTitle(name) !== undefined).length > 1

/** `{"columns": ["serial", "hash"], "data": [["…", "…"]]}`; a name may be in an object of its own, beside a type. */
function besideNames(fields: Fields): Fields | undefined {
  const lists = Object.entries(fields).filter((entry): entry is [string, unknown[]] =>
    Array.isArray(entry[1]),
  )
  const titles = lists.find(([, list]) => isOfColumns(list.map(nameIn)))
  const values = lists.find(([, list]) => list.length > 0 && list.every(Array.isArray))
  if (titles === undefined || values === undefined) return undefined
  const names = titles[1].map(nameIn)
  if (values[1].some((row) => (row as unknown[]).length !== names.length)) return undefined
  const rows = rowsBelow(names, values[1])
  const { [titles[0]]: _names, [values[0]]: _values, ...rest } = fields
  return rows && { ...rest, '': rows }
}

const nameKeys = ['name', 'Name', 'column', 'Column', 'columnName', 'ColumnName', 'field', 'title']

function nameIn(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null) return ''
  const key = nameKeys.find((each) => typeof (value as Fields)[each] === 'string')
  return key === undefined ? '' : String((value as Fields)[key])
}

/** `{"serial": ["…", "…"], "hash": ["…", "…"]}`, or `{"serial": {"0": "…"}, "hash": {"0": "…"}}`. */
function byColumn(fields: Fields): Fields | undefined {
  const columns = Object.entries(fields).filter(
    (entry): entry is [string, object] => typeof entry[1] === 'object' && entry[1] !== null,
  )
  const known = columns.filter(([name]) => columnOfTitle(name) !== undefined)
  const hashes = known.find(([name]) => columnOfTitle(name) === 'hardwareHash')
  const keys = Object.keys(hashes?.[1] ?? {})
  if (known.length < 2 || keys.length === 0) return undefined
  const isSame = ([, values]: readonly [string, object]) =>
    keys.length === Object.keys(values).length && keys.every((key) => key in values)
  if (!known.every(isSame)) return undefined
  const same = columns.filter(isSame)
  const rows = keys.map((key) =>
    Object.fromEntries(same.map(([name, values]) => [name, (values as Fields)[key]])),
  )
  const rest = Object.entries(fields).filter(([name]) => !same.some(([own]) => own === name))
  return { ...Object.fromEntries(rest), '': rows }
}
