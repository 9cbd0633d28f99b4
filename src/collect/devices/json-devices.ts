/** Devices in JSON from Graph, scripts or inventory tools. Every object with a hash is a device, with its other members. */
import { columnOfTitle, type DeviceRow, meansNothing, repairHash } from 'taxiway-device-csv'
import { isWholeHash } from './whole-hash.ts'

/** Limits on the depth and number of nested objects. */
const maxDepth = 12
const maxObjects = 200_000

type Walk = { readonly rows: DeviceRow[]; left: number }

/** Throws a SyntaxError for anything but JSON; JSON Lines are read too. */
export function readJsonDevices(text: string): DeviceRow[] {
  const walk: Walk = { rows: [], left: maxObjects }
  for (const value of valuesIn(text)) visit(value, walk, 0)
  return walk.rows
}

function valuesIn(text: string): readonly unknown[] {
  try {
    return [JSON.parse(text)]
  } catch (error) {
    const lines = text.split('\n').filter((line) => line.trim() !== '')
    if (lines.length < 2 || !lines.every((line) => /^\s*\{/.test(line))) throw error
    return lines.map((line) => JSON.parse(line))
  }
}

function visit(value: unknown, walk: Walk, depth: number): void {
  if (typeof value !== 'object' || value === null || depth > maxDepth || walk.left-- <= 0) return
  const table = Array.isArray(value) ? tableIn(value) : undefined
  if (table !== undefined) {
    for (const each of table) visit(each, walk, depth + 1)
    return
  }
  const row = Array.isArray(value) ? undefined : rowOf(value as Readonly<Record<string, unknown>>)
  if (row !== undefined) walk.rows.push({ ...row, line: walk.rows.length + 1 })
  for (const each of Object.values(value)) visit(each, walk, depth + 1)
}

/** A list of lists whose first names columns, as spreadsheets and query tools write a table. */
function tableIn(list: readonly unknown[]): readonly object[] | undefined {
  const [titles, ...rows] = list
  if (!Array.isArray(titles) || !rows.every(Array.isArray)) return undefined
  const names = titles.map((title) => (typeof title === 'string' ? title : ''))
  if (names.filter((name) => columnOfTitle(name) !== undefined).length < 2) return undefined
  return rows.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at]])))
}

function rowOf(fields: Readonly<Record<string, unknown>>): DeviceRow | undefined {
  const texts = Object.entries(fields)
    .filter(([, value]) => typeof value === 'string' || typeof value === 'number')
    .map(([name, value]) => [name, String(value).trim()] as const)
  const hashes = texts.map(([, text]) => (text.length > 1000 ? wholeOf(text) : undefined))
  const hardwareHash = hashes.find((hash) => hash !== undefined)
  if (hardwareHash === undefined) return undefined
  const found: Partial<Record<string, string>> = {}
  for (const [name, text] of texts) {
    const column = columnOfTitle(name)
    if (column !== undefined) found[column] ??= meansNothing(text) ? '' : text
  }
  const { serialNumber = '', productKey = '', groupTag = '', assignedUser = '' } = found
  return { line: 0, serialNumber, productKey, hardwareHash, groupTag, assignedUser }
}

const wholeOf = (text: string): string | undefined =>
  isWholeHash(text) ? text : repairHash(text)?.text
