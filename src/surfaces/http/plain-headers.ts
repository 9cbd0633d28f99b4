/**
 * The headers of an answer that is being made: what of `Headers` answers are asked for. The real ones check and sort
 * every name and value, and the server does so again when it writes them; on a small answer that is a tenth of the work.
 */
export class PlainHeaders {
  /** By names in lower case. */
  readonly #values: Record<string, string>

  constructor(values: Readonly<Record<string, string>>) {
    this.#values = { ...values }
  }

  get(name: string): string | null {
    return this.#values[name.toLowerCase()] ?? null
  }

  has(name: string): boolean {
    return this.#values[name.toLowerCase()] !== undefined
  }

  set(name: string, value: string): void {
    this.#values[name.toLowerCase()] = value
  }

  append(name: string, value: string): void {
    const before = this.get(name)
    this.set(name, before === null ? value : `${before}, ${value}`)
  }

  delete(name: string): void {
    delete this.#values[name.toLowerCase()]
  }

  forEach(work: (value: string, name: string) => void): void {
    for (const [name, value] of this.entries()) work(value, name)
  }

  entries(): ArrayIterator<[string, string]> {
    return Object.entries(this.#values).values()
  }

  keys(): ArrayIterator<string> {
    return Object.keys(this.#values).values()
  }

  values(): ArrayIterator<string> {
    return Object.values(this.#values).values()
  }

  /** Cookies have nothing to do with JSON. */
  getSetCookie(): string[] {
    return []
  }

  [Symbol.iterator](): ArrayIterator<[string, string]> {
    return this.entries()
  }

  toRecord(): Record<string, string> {
    return this.#values
  }
}
