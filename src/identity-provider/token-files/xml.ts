/**
 * XML as a plain tree, for small documents from anywhere: no document type, no entities, no guesses.
 *
 * Prefixes are dropped; what an element means here follows from where it stands.
 */
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { Unreadable } from './file-reading.ts'

export type XmlNode = Readonly<Record<string, unknown>>

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  // Even an element without attributes and children is an object: one shape for all.
  alwaysCreateTextNode: true,
  isArray: (...[, , , isAttribute]) => !isAttribute,
})

/** The document's element by its local name; throws Unreadable. */
export function readXml(text: string): { readonly name: string; readonly root: XmlNode } {
  if (/<!DOCTYPE/i.test(text))
    throw new Unreadable(
      'document-type',
      'The file has a document type declaration, which is not read.',
    )
  if (XMLValidator.validate(text) !== true) throw new Unreadable('not-xml', 'The file is not XML.')
  const document = parsed(text)
  const [name, ...others] = Object.keys(document).filter((key) => !/^[?#]/.test(key))
  const root = name === undefined ? undefined : childrenIn(document, name)[0]
  if (name === undefined || root === undefined || others.length > 0)
    throw new Unreadable('not-xml', 'The file is not XML.')
  return { name, root }
}

/** The parser throws for nesting and names that it takes for an attack. */
function parsed(text: string): XmlNode {
  try {
    return parser.parse(text) as XmlNode
  } catch {
    throw new Unreadable('not-xml', 'The file is XML of a kind that is not read.')
  }
}

export function children(node: XmlNode | undefined, name: string): readonly XmlNode[] {
  return node === undefined ? [] : childrenIn(node, name)
}

/** Absent where there is none; throws Unreadable where there are several. */
export function child(node: XmlNode | undefined, ...path: readonly string[]): XmlNode | undefined {
  let current = node
  for (const name of path) {
    const found = children(current, name)
    if (found.length > 1)
      throw new Unreadable('malformed', `The file has ${name} twice in one place.`)
    current = found[0]
  }
  return current
}

/** Without space around it; absent where the element is. */
export function textAt(node: XmlNode | undefined, ...path: readonly string[]): string | undefined {
  const value = child(node, ...path)?.['#text']
  return typeof value === 'string' ? value.trim() : undefined
}

export function attribute(node: XmlNode | undefined, name: string): string | undefined {
  const value = node?.[`@${name}`]
  return typeof value === 'string' ? value.trim() : undefined
}

function childrenIn(node: XmlNode, name: string): readonly XmlNode[] {
  const found = Object.hasOwn(node, name) ? node[name] : undefined
  return Array.isArray(found)
    ? found.filter((each) => typeof each === 'object' && each !== null)
    : []
}
