/** XML of management services as the device reads it: a plain tree, by local names. */
import { XMLParser } from 'fast-xml-parser'

export type XmlElement = {
  /** Without prefix. */
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly XmlElement[]
  readonly text: string
}

type Parsed = Readonly<Record<string, unknown>>

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: true,
})

/** The document's element; throws where the text is not XML. */
export function readXml(text: string): XmlElement {
  const nodes = parser.parse(text) as readonly Parsed[]
  const root = nodes.find((node) => nameOf(node) !== '?xml')
  if (root === undefined) throw new Error('the answer has no XML')
  return toElement(root)
}

/** The first child of that name at the end of the path. */
export function child(
  element: XmlElement | undefined,
  ...path: readonly string[]
): XmlElement | undefined {
  let current = element
  for (const name of path) current = current?.children.find((each) => each.name === name)
  return current
}

export function textAt(element: XmlElement | undefined, ...path: readonly string[]): string {
  return child(element, ...path)?.text ?? ''
}

export function children(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  return element?.children.filter((each) => each.name === name) ?? []
}

/** Text in the place of an element or an attribute. */
export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`)
}

function toElement(node: Parsed): XmlElement {
  const name = nameOf(node)
  const inside = (node[name] ?? []) as readonly Parsed[]
  const given = Object.entries((node[':@'] ?? {}) as Readonly<Record<string, unknown>>)
  return {
    name,
    attributes: new Map(given.map(([key, value]) => [key, String(value)])),
    children: inside.filter((each) => !Object.hasOwn(each, '#text')).map(toElement),
    text: inside.map((each) => String(each['#text'] ?? '')).join(''),
  }
}

function nameOf(node: Parsed): string {
  return Object.keys(node).find((key) => key !== ':@') ?? ''
}
