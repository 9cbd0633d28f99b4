/** OA3 reports: the XML that oa3tool writes in the factory, with the hash and related values. */
import { XMLParser } from 'fast-xml-parser'
import type { DeviceRow } from 'taxiway-device-csv'

/** Entities are not expanded and a document type is refused, so the text cannot grow. */
const parser = new XMLParser({
  processEntities: false,
  ignoreAttributes: true,
  parseTagValue: false,
})

/** The device of every `Key` in the document; empty for any other document. Throws on malformed XML. */
export function readOa3Report(xml: string): DeviceRow[] {
  return keysOf(parser.parse(xml)).flatMap((key) => {
    const hardwareHash = textOf(key, 'HardwareHash').replaceAll(/\s+/g, '')
    if (hardwareHash === '') return []
    return [
      {
        line: 1,
        serialNumber: textOf(key, 'SerialNumber'),
        productKey: textOf(key, 'ProductKeyID'),
        hardwareHash,
        groupTag: textOf(key, 'GroupTag'),
        assignedUser: textOf(key, 'AssignedUser'),
      },
    ]
  })
}

type Node = Readonly<Record<string, unknown>>

/** Every object that has a `HardwareHash`, at most six levels down. */
function keysOf(value: unknown, depth = 0): Node[] {
  if (typeof value !== 'object' || value === null || depth > 6) return []
  if (Array.isArray(value)) return value.flatMap((each) => keysOf(each, depth))
  const node = value as Node
  if ('HardwareHash' in node) return [node]
  return Object.values(node).flatMap((each) => keysOf(each, depth + 1))
}

function textOf(node: Node, name: string): string {
  const value = node[name]
  return typeof value === 'string' ? value.trim() : ''
}
