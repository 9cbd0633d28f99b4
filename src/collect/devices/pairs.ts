/** Names and values as objects of their own: dictionaries of PowerShell in XML, properties of inventory tools in JSON. */
import { columnOfTitle } from 'taxiway-device-csv'

const nameKeys = /^(?:key|name|title|label|field|property|attribute)$/i
const valueKeys = /^(?:value|val|text)$/i

type Pair = readonly [name: string, value: unknown]

/** One object of a list of pairs whose names differ and of which some are known; undefined for any other list. */
export function joinedPairs(list: readonly unknown[]): object | undefined {
  const pairs = list.map(pairOf)
  if (!pairs.every((pair): pair is Pair => pair !== undefined)) return undefined
  const names = new Set(pairs.map(([name]) => name))
  const known = [...names].filter((name) => columnOfTitle(name) !== undefined)
  return known.length > 1 && names.size === pairs.length ? Object.fromEntries(pairs) : undefined
}

function pairOf(value: unknown): Pair | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const members = Object.entries(value)
  const [name, second] = members.filter(([key]) => nameKeys.test(key))
  const found = members.filter(([key]) => valueKeys.test(key))
  if (second !== undefined || found.length > 1 || typeof name?.[1] !== 'string') return undefined
  return [name[1], found[0]?.[1] ?? null]
}
