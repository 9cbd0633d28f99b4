/** Devices in XML of names and values: `<SerialNumber>…</SerialNumber>`, or `<S N="Serial Number">…</S>` of PowerShell. */
import { columnOfTitle, type DeviceRow } from 'taxiway-device-csv'
import { ListReader } from './list-devices.ts'

const element =
  /<(?:[A-Za-z][\w.-]{0,60}:)?([A-Za-z][\w.-]{0,60})(\s[^<>]{0,400})?>([^<>]{1,40000})<\//g
const name = /\s(?:N|n|name|Name|key|Key|Title|title)\s*=\s*"([^"]{1,60})"/
const attribute = /\s([A-Za-z][\w.:-]{0,60})\s*=\s*"([^"<>]{1,40000})"/g
const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  '#43': '+',
  '#x2B': '+',
}

/** A device ends where one of its names comes again. */
export function xmlDevices(text: string): readonly DeviceRow[] {
  const inElements = new ListReader()
  let line = 0
  for (const [, tag = '', attributes = '', value = ''] of text.matchAll(element)) {
    const title = name.exec(attributes)?.[1] ?? tag
    if (columnOfTitle(title) !== undefined) inElements.line(pair(title, value), ++line)
  }
  const found = inElements.end()
  return found.length > 0 ? found : inAttributes(text)
}

/** `<Device serialNumber="…" hash="…" />` */
function inAttributes(text: string): readonly DeviceRow[] {
  const list = new ListReader()
  let line = 0
  for (const [, title = '', value = ''] of text.matchAll(attribute))
    if (columnOfTitle(title) !== undefined) list.line(pair(title, value), ++line)
  return list.end()
}

const pair = (title: string, value: string): string =>
  `${title}: ${unescaped(value).replaceAll(/\s*\n\s*/g, '')}`

const unescaped = (text: string): string =>
  text.replaceAll(/&(#?\w{1,4});/g, (whole, entity: string) => entities[entity] ?? whole)
