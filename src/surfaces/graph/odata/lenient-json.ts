/**
 * Parses request bodies like ODataLib's reader: names may be unquoted, texts single-quoted, and a
 * trailing comma is allowed. Only space, tab, CR and LF are white space. Real scripts send `{ groupTag: "X" }`.
 */

/** Where the text becomes invalid, in characters from 0. */
export class JsonFault extends Error {
  readonly at: number

  constructor(what: string, at: number) {
    super(what)
    this.at = at
  }
}

const maxDepth = 64

export function parseLenientJson(source: string): unknown {
  return new Reader(source).whole()
}

class Reader {
  readonly #source: string
  #at = 0
  #depth = 0

  constructor(source: string) {
    this.#source = source
  }

  whole(): unknown {
    const value = this.#value()
    this.#blank()
    if (this.#at < this.#source.length) throw this.#fault('nothing is expected after the value')
    return value
  }

  #value(): unknown {
    this.#blank()
    const char = this.#source[this.#at]
    if (char === '{') return this.#nested(() => this.#object())
    if (char === '[') return this.#nested(() => this.#array())
    if (char === '"' || char === "'") return this.#text()
    return this.#word()
  }

  #object(): unknown {
    const members = new Map<string, unknown>()
    while (!this.#took('}')) {
      const name = this.#name()
      if (members.has(name))
        throw this.#fault(`the property '${name}' is there twice, a second time`)
      if (!this.#took(':')) throw this.#fault("':' is expected")
      members.set(name, this.#value())
      if (!this.#took(',') && !this.#ahead('}')) throw this.#fault("',' or '}' is expected")
    }
    return Object.fromEntries(members)
  }

  #array(): unknown {
    const items: unknown[] = []
    while (!this.#took(']')) {
      items.push(this.#value())
      if (!this.#took(',') && !this.#ahead(']')) throw this.#fault("',' or ']' is expected")
    }
    return items
  }

  #name(): string {
    if (this.#ahead('"') || this.#ahead("'")) return this.#text()
    const name = this.#match(/[A-Za-z0-9_$]+/y)
    if (name === undefined) throw this.#fault('a name is expected')
    return name
  }

  /** The escapes are JSON's, and `\'`. */
  #text(): string {
    const raw = this.#match(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/sy)
    if (raw === undefined) throw this.#fault('this text does not end')
    const inner = raw.slice(1, -1).replace(/\\'|"|\\./g, (part) => {
      if (part === "\\'") return "'"
      return part === '"' ? '\\"' : part
    })
    return this.#strict(`"${inner}"`, raw.length) as string
  }

  #word(): unknown {
    const word = this.#match(/[^\s,:[\]{}"']+/y)
    if (word === undefined) throw this.#fault('a value is expected')
    return this.#strict(word, word.length)
  }

  #strict(text: string, length: number): unknown {
    try {
      return JSON.parse(text)
    } catch {
      this.#at -= length
      throw this.#fault(`${text.slice(0, 40)} is not a value`)
    }
  }

  #nested(read: () => unknown): unknown {
    if (++this.#depth > maxDepth) throw this.#fault(`more than ${maxDepth} levels of nesting`)
    this.#at++
    const value = read()
    this.#depth--
    return value
  }

  #blank(): void {
    this.#match(/[ \t\r\n]*/y)
  }

  #ahead(char: string): boolean {
    this.#blank()
    return this.#source[this.#at] === char
  }

  #took(char: string): boolean {
    const found = this.#ahead(char)
    if (found) this.#at++
    return found
  }

  #match(shape: RegExp): string | undefined {
    shape.lastIndex = this.#at
    const [found] = shape.exec(this.#source) ?? []
    if (found !== undefined) this.#at += found.length
    return found
  }

  #fault(what: string): JsonFault {
    return new JsonFault(what, this.#at)
  }
}
