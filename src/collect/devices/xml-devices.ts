/**
 * Devices in XML, in which every value has a name: as an element, in an attribute, or as PowerShell writes objects:
 * `<S N="Serial Number">…</S>`. A device is an element with what is inside it; only where devices follow each other
 * without elements of their own does one end where a name comes again.
 */
import { XMLParser } from 'fast-xml-parser'
import { columnOfTitle, withoutEntities } from 'taxiway-device-csv'
import { devicesInValues } from './json-devices.ts'
import { ListReader } from './list-devices.ts'
import { hashesIn } from './loose-hashes.ts'
import type { NamedDevices } from './named-devices.ts'

/** Entities are not expanded and a document type is refused, so the text cannot grow. */
const parser = new XMLParser({
  processEntities: false,
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  removeNSPrefix: true,
})
const maxDepth = 40

/** `<key>SerialNumber</key><string>…</string>` of property lists. */
const key = /<key>([^<>"&]{1,60})<\/key>\s{0,99}<(string|integer)>([^<>"]{0,40000})<\/\2>/g

export function xmlDevices(document: string): NamedDevices {
  const text = document.replaceAll(key, '<property name="$1" value="$3"/>')
  const inTree = devicesInTree(text)
  if (inTree !== undefined && inTree.rows.length >= hashesIn(text).length) return inTree
  const found = inElements(text)
  return found.rows.length > 0 ? found : inAttributes(text)
}

function devicesInTree(text: string): NamedDevices | undefined {
  try {
    return devicesInValues([elementAsValue(parser.parse(text), 0)])
  } catch {
    return undefined
  }
}

type Members = Record<string, unknown>

/** An element as JSON would have it. */
function elementAsValue(node: unknown, depth: number): unknown {
  if (typeof node === 'string') return unescaped(node)
  if (typeof node !== 'object' || node === null || depth > maxDepth) return ''
  if (Array.isArray(node)) return node.map((each) => elementAsValue(each, depth + 1))
  const text = textOf(node)
  if (text !== '' && Object.keys(node).every(isOwn)) return text
  return membersOf(node, depth)
}

/** Its text and its attributes, which say more about the value and not about the device. */
const isOwn = (name: string): boolean => name === '#text' || name.startsWith('@')

function membersOf(node: object, depth: number): Members {
  const members: Members = {}
  for (const [name, child] of Object.entries(node)) {
    const named = [child].flat().map(namedValue)
    if (name === '#text') continue
    if (named.every((each) => each !== undefined))
      for (const [title, value] of named) addTo(members, title, value)
    else addTo(members, unescaped(name.replace(/^@/, '')), elementAsValue(child, depth + 1))
  }
  return members
}

/** PowerShell writes a line feed as `_x000A_`, Access a blank in a name as `_x0020_`. */
const unescaped = (text: string): string =>
  withoutEntities(text).replaceAll(/_x([\dA-Fa-f]{4})_/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )

/** `<S N="Serial Number">…</S>`, `<property name="Serial Number" value="…"/>` */
function namedValue(node: unknown): readonly [string, string] | undefined {
  if (typeof node !== 'object' || node === null || Array.isArray(node)) return undefined
  const attributes = Object.entries(node).map(([key, value]) => [key.toLowerCase(), value] as const)
  const of = (...keys: readonly string[]): string | undefined => {
    const value = attributes.find(([key]) => keys.includes(key))?.[1]
    return typeof value === 'string' ? value : undefined
  }
  const title = of('@n', '@name', '@key', '@title', '@label')
  const value = of('#text', '@value')
  return title === undefined || value === undefined
    ? undefined
    : [unescaped(title), unescaped(value)]
}

const textOf = (node: object): string => {
  const text = (node as Members)['#text']
  return typeof text === 'string' ? unescaped(text) : ''
}

/** A name that comes again makes a list. */
function addTo(members: Members, name: string, value: unknown): void {
  if (!(name in members)) members[name] = value
  else members[name] = [members[name], value].flat()
}

const element =
  /<(?:[A-Za-z][\w.-]{0,60}:)?([A-Za-z][\w.-]{0,60})(\s[^<>]{0,400})?>([^<>]{1,40000})<\//g
const name = /\s(?:N|n|name|Name|key|Key|Title|title)\s*=\s*"([^"]{1,60})"/
const attribute = /\s([A-Za-z][\w.:-]{0,60})\s*=\s*"([^"<>]{1,40000})"/g

function inElements(text: string): NamedDevices {
  const list = new ListReader()
  let line = 0
  for (const [, tag = '', attributes = '', value = ''] of text.matchAll(element)) {
    const title = name.exec(attributes)?.[1] ?? tag
    if (columnOfTitle(title) !== undefined) list.line(pair(title, value), ++line)
  }
  return list.end()
}

/** `<Device serialNumber="…" hash="…" />` */
function inAttributes(text: string): NamedDevices {
  const list = new ListReader()
  let line = 0
  for (const [, title = '', value = ''] of text.matchAll(attribute))
    if (columnOfTitle(title) !== undefined) list.line(pair(title, value), ++line)
  return list.end()
}

const pair = (title: string, value: string): string =>
  `${title}: ${unescaped(value).replaceAll(/\s*\n\s*/g, '')}`
