/**
 * Reports in the manner of Microsoft's tool: a decoded hash as XML, and what such files contain.
 *
 * Only the few forms that occur are read (`p` elements with two attributes, and the key file's
 * `HardwareHash`), so no XML library is needed and nothing a document declares is ever followed.
 */
import type { DecodedHash } from '../decoded-hash.ts'
import { type ReportProperty, reportProperties } from './report-properties.ts'

/** What a report or key file holds; either part may be empty. */
export type HardwareReport = {
  /** In the order of the file; names repeat. */
  readonly properties: readonly ReportProperty[]
  /** The text inside `HardwareHash` without white space; null where the file has none. */
  readonly hardwareHash: string | null
}

/** The hash as `HardwareReport` XML, with the names of Microsoft's tool where they are known. */
export function writeHardwareReport(hash: DecodedHash): string {
  const lines = reportProperties(hash).map(
    ({ name, value }) => `    <p n="${escaped(name)}" v="${escaped(value)}" />`,
  )
  return [
    '<?xml version="1.0"?>',
    '<HardwareReport>',
    '  <HardwareInventory>',
    ...lines,
    '  </HardwareInventory>',
    '</HardwareReport>',
    '',
  ].join('\n')
}

/** Reads a report or a key file, also with the tool's banner lines around it. */
export function readHardwareReport(xml: string): HardwareReport {
  const properties = [...xml.matchAll(/<p\s([^<>]{1,65536})>/g)].flatMap(([, inside = '']) => {
    const name = attribute(inside, 'n')
    const value = attribute(inside, 'v')
    return name === undefined || value === undefined ? [] : [{ name, value }]
  })
  const hash = /<HardwareHash>([^<]*)<\/HardwareHash>/.exec(xml)?.[1]
  return {
    properties,
    hardwareHash: hash === undefined ? null : unescaped(hash).replace(/\s+/g, ''),
  }
}

function attribute(inside: string, name: string): string | undefined {
  for (const [, key, double, single] of inside.matchAll(
    /(?<![\w:.-])([\w:.-]{1,64})\s*=\s*(?:"([^"]*)"|'([^']*)')/g,
  )) {
    if (key === name) return unescaped(double ?? single ?? '')
  }
  return undefined
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
}

/** Characters that XML 1.0 cannot hold in any form become U+FFFD. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"\t\n\r]/g, (char) => {
      const name = Object.keys(entities).find((each) => entities[each] === char)
      return `&${name ?? `#${char.charCodeAt(0)}`};`
    })
}

function unescaped(text: string): string {
  return text.replace(/&(#\d{1,7}|#x[0-9a-fA-F]{1,6}|\w{1,8});/g, (whole, inside: string) => {
    if (!inside.startsWith('#')) return entities[inside] ?? whole
    const code = Number(inside.startsWith('#x') ? `0${inside.slice(1)}` : inside.slice(1))
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}
