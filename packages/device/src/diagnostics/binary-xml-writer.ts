/**
 * Writes binary XML as Windows has it in a chunk: names and templates are stored where they are first used, and what
 * uses them later gives their offset. The other direction of `src/collect/event-log/binary-xml.ts`, from the same
 * published descriptions ([MS-EVEN6] 2.2.12, libevtx), and nothing else in common with it.
 */
export type Part =
  | { readonly text: string }
  | { readonly cdata: string }
  | { readonly entity: string }
  | { readonly character: number }
  | { readonly value: number; readonly type: number; readonly optional?: true }

export type Shape = {
  readonly name: string
  readonly attributes?: readonly (readonly [name: string, ...parts: readonly Part[]])[]
  readonly content?: readonly (Shape | Part)[]
  /** Number of the value without which the element does not appear. */
  readonly dependsOn?: number
}

/** A template with its values; a value may be a template of its own. */
export type Instance = { readonly shape: Shape; readonly values: readonly Value[] }
export type Value = {
  readonly type: number
  readonly content: Uint8Array | Instance | { readonly fragment: Shape }
}

const more = 0x40

export class BinaryXmlWriter {
  readonly bytes: Buffer
  at: number
  readonly #names = new Map<string, number>()
  readonly #templates = new Map<Shape, number>()

  /** Writes into `bytes`, whose start is what offsets count from. */
  constructor(bytes: Buffer, at: number) {
    this.bytes = bytes
    this.at = at
  }

  /** A fragment with one template. */
  instance({ shape, values }: Instance): void {
    this.raw([0x0f, 1, 1, 0, 0x0c, 1])
    this.u32(0x1234)
    const known = this.#templates.get(shape)
    if (known === undefined) this.#definition(shape)
    else this.u32(known)
    this.u32(values.length)
    const heads = this.at
    this.at += 4 * values.length
    values.forEach(({ type, content }, n) => {
      const from = this.at
      if (content instanceof Uint8Array) this.raw(content)
      else if ('fragment' in content) this.fragment(content.fragment)
      else this.instance(content)
      this.bytes.writeUInt16LE(this.at - from, heads + 4 * n)
      this.bytes.writeUInt16LE(type, heads + 4 * n + 2)
    })
    this.raw([0])
  }

  /** A fragment without a template, whose elements have no dependencies. */
  fragment(shape: Shape): void {
    this.raw([0x0f, 1, 1, 0])
    this.#element(shape, false)
    this.raw([0])
  }

  raw(bytes: Uint8Array | readonly number[]): void {
    this.bytes.set(bytes, this.at)
    this.at += bytes.length
  }

  u16(value: number): void {
    this.at = this.bytes.writeUInt16LE(value, this.at)
  }

  u32(value: number): void {
    this.at = this.bytes.writeUInt32LE(value, this.at)
  }

  #definition(shape: Shape): void {
    this.u32(this.at + 4)
    this.#templates.set(shape, this.at)
    this.u32(0)
    this.raw(Buffer.alloc(16, 0xaa))
    this.#sized(() => {
      this.raw([0x0f, 1, 1, 0])
      this.#element(shape, true)
      this.raw([0])
    })
  }

  #element({ name, attributes = [], content = [], dependsOn }: Shape, inTemplate: boolean): void {
    this.raw([attributes.length > 0 ? 0x01 | more : 0x01])
    if (inTemplate) this.u16(dependsOn ?? 0xffff)
    this.#sized(() => {
      this.#name(name)
      if (attributes.length > 0) this.#sized(() => this.#attributes(attributes))
      if (content.length === 0) {
        this.raw([0x03])
        return
      }
      this.raw([0x02])
      for (const each of content) {
        if ('name' in each) this.#element(each, inTemplate)
        else this.#part(each)
      }
      this.raw([0x04])
    })
  }

  #attributes(attributes: NonNullable<Shape['attributes']>): void {
    attributes.forEach(([name, ...parts], n) => {
      this.raw([n + 1 < attributes.length ? 0x06 | more : 0x06])
      this.#name(name)
      for (const part of parts) this.#part(part)
    })
  }

  #part(part: Part): void {
    if ('text' in part) {
      this.raw([0x05, 0x01])
      this.#counted(part.text)
    } else if ('cdata' in part) {
      this.raw([0x07])
      this.#counted(part.cdata)
    } else if ('entity' in part) {
      this.raw([0x09])
      this.#name(part.entity)
    } else if ('character' in part) {
      this.raw([0x08])
      this.u16(part.character)
    } else {
      this.raw([part.optional ? 0x0e : 0x0d])
      this.u16(part.value)
      this.raw([part.type])
    }
  }

  #name(name: string): void {
    const known = this.#names.get(name)
    if (known !== undefined) {
      this.u32(known)
      return
    }
    this.u32(this.at + 4)
    this.#names.set(name, this.at)
    this.u32(0)
    this.u16(nameHash(name))
    this.#counted(name)
    this.u16(0)
  }

  #counted(text: string): void {
    this.u16(text.length)
    this.raw(Buffer.from(text, 'utf16le'))
  }

  /** Four bytes for the size of what follows them. */
  #sized(write: () => void): void {
    const from = this.at
    this.at += 4
    write()
    this.bytes.writeUInt32LE(this.at - from - 4, from)
  }
}

/** [MS-EVEN6] 2.2.12: times 65599, plus the character; the low 16 bits. */
export function nameHash(name: string): number {
  let hash = 0
  for (let n = 0; n < name.length; n++) hash = (hash * 65_599 + name.charCodeAt(n)) >>> 0
  return hash & 0xffff
}
