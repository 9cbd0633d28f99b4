/** XML of management services as the device reads it: what is missing there is empty. */
import { child, children, readXml, type XmlElement } from './read-xml.ts'

/** The document's element; throws UnreadableXml. The policy of an organization can be long. */
export function readAnswer(text: string): XmlElement {
  return readXml(text, { length: 1_048_576, elements: 20_000 })
}

export function textOf(element: XmlElement | undefined, ...path: readonly string[]): string {
  return child(element, ...path)?.text ?? ''
}

export function childrenOf(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  return element === undefined ? [] : children(element, name)
}
