/**
 * XML of devices as a plain tree. Size, depth and number of elements are limited, and whatever Windows never sends is
 * refused (document types, processing instructions), before a parser sees the text.
 *
 * Prefixes are dropped: Microsoft's own samples disagree about namespaces, so elements go by their local names.
 */
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { decodeReferences } from './references.ts'
import { scanXml, UnreadableXml, type XmlLimits } from './scan-xml.ts'

export type XmlElement = {
  /** Without prefix. */
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  /** In document order. */
  readonly children: readonly XmlElement[]
  /** Its own text, without space around it. */
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
  processEntities: false,
  trimValues: false,
  // Kept apart: in such a section, references are text.
  cdataPropName: '#cdata',
})

/** The document's element; throws UnreadableXml. */
export function readXml(text: string, limits?: Partial<XmlLimits>): XmlElement {
  scanXml(text, limits)
  const [root, ...others] = parsed(text).filter(
    (node) => isElement(node) && nameOf(node) !== '?xml',
  )
  if (root === undefined || others.length > 0) throw notXml()
  return toElement(root)
}

/** The only child of that name at the end of the path; undefined where there is none, or more than one. */
export function child(
  element: XmlElement | undefined,
  ...path: readonly string[]
): XmlElement | undefined {
  let current = element
  for (const name of path) {
    const [found, ...more] = current === undefined ? [] : children(current, name)
    current = more.length === 0 ? found : undefined
  }
  return current
}

export function children(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter((each) => each.name === name)
}

export function textAt(
  element: XmlElement | undefined,
  ...path: readonly string[]
): string | undefined {
  return child(element, ...path)?.text
}

/** The validator sees what the parser lets pass; the parser throws for names that it takes for an attack. */
function parsed(text: string): readonly Parsed[] {
  if (XMLValidator.validate(text) !== true) throw notXml()
  try {
    return parser.parse(text) as readonly Parsed[]
  } catch {
    throw notXml()
  }
}

function toElement(node: Parsed): XmlElement {
  const name = nameOf(node)
  const inside = (node[name] ?? []) as readonly Parsed[]
  const given = Object.entries((node[':@'] ?? {}) as Readonly<Record<string, unknown>>)
  return {
    name,
    attributes: new Map(given.map(([key, value]) => [key, decodeReferences(String(value))])),
    children: inside.filter(isElement).map(toElement),
    text: inside.map(textOf).join('').trim(),
  }
}

function textOf(node: Parsed): string {
  if (Object.hasOwn(node, '#text')) return decodeReferences(String(node['#text']))
  if (!Object.hasOwn(node, '#cdata')) return ''
  return (node['#cdata'] as readonly Parsed[]).map((each) => String(each['#text'] ?? '')).join('')
}

function isElement(node: Parsed): boolean {
  return !Object.hasOwn(node, '#text') && !Object.hasOwn(node, '#cdata')
}

function nameOf(node: Parsed): string {
  return Object.keys(node).find((key) => key !== ':@') ?? ''
}

function notXml(): UnreadableXml {
  return new UnreadableXml('not-xml', 'The body is not well-formed XML.')
}
