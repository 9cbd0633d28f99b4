/** One pass over the text of XML that counts what a parser would have to hold, and refuses what it must not see. */

export type XmlLimits = {
  /** In characters. */
  readonly length: number
  readonly depth: number
  readonly elements: number
  /** Of one element. */
  readonly attributes: number
}

export const xmlLimits: XmlLimits = { length: 65_536, depth: 32, elements: 2_000, attributes: 32 }

export type UnreadableCode =
  | 'document-type'
  | 'processing-instruction'
  | 'too-long'
  | 'too-deep'
  | 'too-many'
  | 'not-xml'

/** XML that is not read; the message is written for the client. */
export class UnreadableXml extends Error {
  readonly code: UnreadableCode

  constructor(code: UnreadableCode, message: string) {
    super(message)
    this.name = 'UnreadableXml'
    this.code = code
  }
}

/** Characters that no XML 1.0 may contain. */

const forbidden = /[^\t\n\r\u0020-\ufffd]/

/** Throws UnreadableXml. */
export function scanXml(text: string, given: Partial<XmlLimits> = {}): void {
  const limits = { ...xmlLimits, ...given }
  if (text.length > limits.length)
    throw new UnreadableXml('too-long', `The body has more than ${limits.length} characters.`)
  if (forbidden.test(text)) throw new UnreadableXml('not-xml', 'The body has control characters.')
  let depth = 0
  let elements = 0
  for (let at = text.indexOf('<'); at !== -1; ) {
    const tag = tagAt(text, at, limits)
    elements += tag.opens
    depth += tag.opens - tag.closes
    if (depth > limits.depth)
      throw new UnreadableXml('too-deep', `The body nests deeper than ${limits.depth} elements.`)
    if (elements > limits.elements)
      throw new UnreadableXml('too-many', `The body has more than ${limits.elements} elements.`)
    at = text.indexOf('<', tag.end)
  }
}

/** `end`: where what follows it begins. */
type Tag = { readonly opens: 0 | 1; readonly closes: 0 | 1; readonly end: number }

function tagAt(text: string, at: number, limits: XmlLimits): Tag {
  const next = text[at + 1]
  if (next === '!') return { opens: 0, closes: 0, end: endOfDeclaration(text, at) }
  if (next === '?') return { opens: 0, closes: 0, end: endOfInstruction(text, at) }
  if (next === '/') return { opens: 0, closes: 1, end: past(text, '>', at) }
  const end = endOfTag(text, at, limits)
  return { opens: 1, closes: text[end - 2] === '/' ? 1 : 0, end }
}

function endOfDeclaration(text: string, at: number): number {
  if (text.startsWith('<!--', at)) return past(text, '-->', at + 4)
  if (text.startsWith('<![CDATA[', at)) return past(text, ']]>', at + 9)
  throw new UnreadableXml('document-type', 'The body has a document type, which is never read.')
}

/** Only the declaration of XML itself, at the very start. */
function endOfInstruction(text: string, at: number): number {
  const before = text.slice(0, at)
  if ((before === '' || before === '\ufeff') && /^<\?xml\s/.test(text.slice(at, at + 6)))
    return past(text, '?>', at)
  throw new UnreadableXml(
    'processing-instruction',
    'The body has a processing instruction, which is never read.',
  )
}

function past(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from)
  if (found === -1) throw new UnreadableXml('not-xml', 'The body ends within a tag.')
  return found + mark.length
}

/** A `>` within quotes ends nothing. */
function endOfTag(text: string, at: number, limits: XmlLimits): number {
  let attributes = 0
  for (let i = at + 1; i < text.length; i++) {
    const char = text[i]
    if (char === '>') return i + 1
    if (char === '<') break
    if (char !== '"' && char !== "'") continue
    attributes += 1
    if (attributes > limits.attributes)
      throw new UnreadableXml(
        'too-many',
        `An element has more than ${limits.attributes} attributes.`,
      )
    const begin = i + 1
    i = past(text, char, begin) - 1
    if (text.slice(begin, i).includes('<'))
      throw new UnreadableXml('not-xml', 'An attribute has a <, which must be written as &lt;.')
  }
  throw new UnreadableXml('not-xml', 'The body ends within a tag.')
}
