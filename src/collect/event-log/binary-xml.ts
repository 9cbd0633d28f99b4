/**
 * Parses binary XML into elements: [MS-EVEN6] 2.2.12 for the tokens; for names and templates referenced by their
 * offset in the chunk, the description of the format by the libevtx project.
 *
 * Everything is read in place. An offset may point anywhere in the chunk, so depth and work are limited
 * and every read is bounds-checked.
 */
import type { Budget } from './budget.ts'
import { Cursor, EventLogError } from './cursor.ts'
import { addTexts, append, type Draft, draftOf, type XmlElement } from './element.ts'
import { isCharacterData, moreFlag, token } from './token.ts'
import { type BinaryValue, binaryXmlType, nullType, textsOf } from './value-text.ts'

type LocatedValue = BinaryValue & { readonly at: number }

/** What is being read: a template's definition has values to fill in, other fragments have none. */
type Scope = {
  readonly cursor: Cursor
  readonly values: readonly LocatedValue[] | undefined
  readonly depth: number
}

const maxDepth = 40
const maxNameLength = 256
const costOfToken = 16
const noDependency = 0xffff
const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
}
const utf16 = new TextDecoder('utf-16le')

export class BinaryXml {
  readonly #chunk: Uint8Array
  readonly #names = new Map<number, string>()

  /** Offsets are relative to `chunk`. */
  constructor(chunk: Uint8Array) {
    this.#chunk = chunk
  }

  /** The elements of the fragments from `from` to `to`; throws an EventLogError if that is not binary XML. */
  read(from: number, to: number, budget: Budget): readonly XmlElement[] {
    return new FragmentReader(this.#chunk, this.#names, budget).read(from, to)
  }
}

class FragmentReader {
  readonly #chunk: Uint8Array
  readonly #names: Map<number, string>
  readonly #budget: Budget

  constructor(chunk: Uint8Array, names: Map<number, string>, budget: Budget) {
    this.#chunk = chunk
    this.#names = names
    this.#budget = budget
  }

  read(from: number, to: number): readonly XmlElement[] {
    return this.#fragment({ cursor: this.#part(from, to), values: undefined, depth: 0 })
  }

  #fragment(scope: Scope): readonly XmlElement[] {
    if (scope.depth > maxDepth) throw new EventLogError('it is nested too deeply')
    const root = draftOf('')
    while (!scope.cursor.isAtEnd && this.#content(scope, root) !== token.endOfFragment);
    return root.children
  }

  #element(scope: Scope, hasAttributes: boolean): XmlElement | undefined {
    if (scope.depth > maxDepth) throw new EventLogError('it is nested too deeply')
    const { cursor, values } = scope
    const dependency = values === undefined ? noDependency : cursor.u16()
    cursor.advance(4)
    const draft = draftOf(this.#name(cursor))
    draft.isAbsent = values?.[dependency]?.type === nullType
    if (hasAttributes) this.#attributes(scope, draft)
    const close = this.#token(cursor)
    if (close === token.closeStart) {
      const inner = { ...scope, depth: scope.depth + 1 }
      while (this.#content(inner, draft) !== token.endElement);
    } else if (close !== token.closeEmpty) throw new EventLogError('an element is not closed')
    return draft.isAbsent ? undefined : draft
  }

  #attributes(scope: Scope, owner: Draft): void {
    const { cursor } = scope
    cursor.advance(4)
    while ((cursor.next & ~moreFlag) === token.attribute) {
      this.#token(cursor)
      const draft = draftOf(this.#name(cursor))
      while (isCharacterData(cursor.next)) this.#content(scope, draft)
      if (!draft.isAbsent) owner.attributes.set(draft.name, draft.texts.join(', '))
    }
  }

  /** Reads the next token into `owner`; returns it without its flag. */
  #content(scope: Scope, owner: Draft): number {
    const { cursor } = scope
    const hasMore = (cursor.next & moreFlag) !== 0
    const kind = this.#token(cursor)
    if (kind === token.openElement) append(owner, this.#element(scope, hasMore))
    else if (kind === token.templateInstance) owner.children.push(...this.#template(scope))
    else if (kind === token.substitution || kind === token.optionalSubstitution)
      this.#substitute(scope, owner, kind)
    else if (kind === token.instructionTarget) this.#name(cursor)
    else if (kind === token.instructionData) this.#text(cursor)
    else if (kind === token.fragmentHeader) cursor.advance(3)
    else if (isCharacterData(kind)) addTexts(owner, [this.#characters(cursor, kind)])
    else if (kind !== token.endElement && kind !== token.endOfFragment)
      throw new EventLogError('a token is unknown')
    return kind
  }

  #characters(cursor: Cursor, kind: number): string {
    if (kind === token.characterReference) return String.fromCharCode(cursor.u16())
    if (kind === token.entityReference) return entities[this.#name(cursor)] ?? ''
    if (kind === token.value) cursor.advance(1)
    return this.#text(cursor)
  }

  #substitute({ cursor, values, depth }: Scope, owner: Draft, kind: number): void {
    const value = values?.[cursor.u16()]
    cursor.advance(1)
    if (value === undefined || value.type === nullType) {
      if (kind === token.optionalSubstitution) owner.isAbsent = true
      return
    }
    this.#budget.spend(value.bytes.length)
    if (value.type !== binaryXmlType) addTexts(owner, textsOf(value))
    else {
      const inner = this.#part(value.at, value.at + value.bytes.length)
      owner.children.push(...this.#fragment({ cursor: inner, values: undefined, depth: depth + 1 }))
    }
  }

  /** A definition, which is here or anywhere else in the chunk, and its values. */
  #template({ cursor, depth }: Scope): readonly XmlElement[] {
    cursor.advance(5)
    const definitionAt = cursor.u32()
    const isHere = definitionAt === cursor.at
    const head = isHere ? cursor : this.#part(definitionAt, this.#chunk.length)
    head.advance(20)
    const size = head.u32()
    const definition = this.#part(head.at, head.at + size)
    if (isHere) cursor.advance(size)
    const values = this.#values(cursor)
    return this.#fragment({ cursor: definition, values, depth: depth + 1 })
  }

  #values(cursor: Cursor): LocatedValue[] {
    const count = cursor.u32()
    this.#budget.spend(count)
    const head = this.#part(cursor.at, cursor.at + 4 * count)
    cursor.advance(4 * count)
    const values: LocatedValue[] = []
    for (let n = 0; n < count; n++) {
      const size = head.u16()
      const type = head.u16() & 0xff
      values.push({ type, at: cursor.at, bytes: cursor.take(size) })
    }
    return values
  }

  /** Names are stored where they are first used; later uses give the offset. */
  #name(cursor: Cursor): string {
    const at = cursor.u32()
    if (at === cursor.at) return this.#nameAt(cursor, at)
    return this.#names.get(at) ?? this.#nameAt(this.#part(at, this.#chunk.length), at)
  }

  #nameAt(cursor: Cursor, at: number): string {
    cursor.advance(6)
    const length = cursor.u16()
    if (length > maxNameLength) throw new EventLogError('a name is too long')
    const name = utf16.decode(cursor.take(2 * length))
    cursor.advance(2)
    this.#names.set(at, name)
    return name
  }

  #text(cursor: Cursor): string {
    const bytes = cursor.take(2 * cursor.u16())
    this.#budget.spend(bytes.length)
    return utf16.decode(bytes)
  }

  #token(cursor: Cursor): number {
    this.#budget.spend(costOfToken)
    return cursor.u8() & ~moreFlag
  }

  #part(from: number, to: number): Cursor {
    return new Cursor(this.#chunk, from, to)
  }
}
