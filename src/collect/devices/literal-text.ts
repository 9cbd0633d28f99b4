/**
 * Reads data as programs write it into their own text: objects and lists of Python, PowerShell, PHP, Ruby, Terraform
 * or YAML on one line, and the rows of SQL. Whatever is neither a value nor a name with one is passed over.
 */
import { LiteralStrings } from './literal-strings.ts'

export type Literal = string | readonly Literal[] | { readonly [name: string]: Literal }

type Found = { readonly items: Literal[]; readonly pairs: (readonly [string, Literal])[] }

const maxDepth = 40
const closers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' }
const operator = /[ \t]*(?:=>|:=|=(?!=)|:(?!:))[ \t]*/y
/** Line breaks, what separates values, and comments. */
const passed =
  /(?:[\s,;]|\/\*[\s\S]{0,200}?\*\/|<#[\s\S]{0,200}?#>|(?<=^|[\s,;])(?:#|\/\/|--(?= )).*)+/my
const bareName = /[^,;=:()[\]{}\r\n"'`]+/y
/** Brackets that close again belong to the value, and so does a comma, unless another name follows it. */
const bareValue =
  /(?:[^,;\r\n()[\]{}]|\([^()\r\n]{0,200}\)|\[[^[\]\r\n]{0,200}\]|\{[^{}\r\n]{0,200}\}|,(?!\s*["']?[\p{L}_][\p{L}\p{N}_ .-]{0,60}["']?\s*(?:=>|[:=])))+/uy
/** `dict(…)`, `new Device {…}`, `@(…)` */
const callee = /(?:new[ \t]+)?[@$\w.]*(?=[({[])/y
const quote = /['"`]/
/** `N'…'` of SQL, `r'…'` of Python. */
const prefix = /^[A-Za-z]{1,2}$/
/** `-SerialNumber '…'` */
const parameter = /(?:^|\s)--?([A-Za-z][\w-]*)$/

export function readLiterals(text: string): Literal {
  return new LiteralReader(text).group('', 0)
}

class LiteralReader extends LiteralStrings {
  /** Everything up to `close`: an object where there are names, else a list. */
  group(close: string, depth: number): Literal {
    const found: Found = { items: [], pairs: [] }
    for (;;) {
      this.match(passed)
      const letter = this.letter
      if (letter === close) {
        this.at += letter.length
        return literalOf(found)
      }
      if (letter === '') return literalOf(found)
      this.#item(letter, depth, found)
    }
  }

  #item(letter: string, depth: number, { items, pairs }: Found): void {
    if (letter in closers) {
      items.push(this.#bracket(letter, depth))
      return
    }
    const isQuoted = quote.test(letter)
    const term = isQuoted ? this.string() : this.#bare()
    if (!isQuoted && term === '') return
    const [, option] = (!isQuoted && quote.test(this.letter) && parameter.exec(term)) || []
    if (option !== undefined) pairs.push([option, this.string()])
    else if (!isQuoted && quote.test(this.letter) && prefix.test(term)) items.push(this.string())
    else if (this.match(operator) !== '') pairs.push([term, this.#value(depth)])
    else items.push(term)
  }

  #value(depth: number): Literal {
    if (quote.test(this.letter)) return this.string()
    if (this.letter === '[') return this.#afterCast(this.#bracket('[', depth), depth)
    if (this.match(callee) !== '' || this.letter in closers)
      return this.#bracket(this.letter, depth)
    return this.match(bareValue)
      .replace(/,?\s*$/, '')
      .trim()
  }

  /** `[pscustomobject]@{…}` */
  #afterCast(list: Literal, depth: number): Literal {
    const isCast = Array.isArray(list) && list.length === 1 && this.match(/@(?=\{)/y) !== ''
    return isCast ? this.#bracket('{', depth) : list
  }

  #bracket(letter: string, depth: number): Literal {
    this.at += letter.length
    if (depth >= maxDepth) return ''
    const group = this.group(closers[letter] ?? '', depth + 1)
    // Brackets around a long text only hold its pieces together.
    const [only, ...more] = letter === '(' && isList(group) ? group : []
    return typeof only === 'string' && more.length === 0 ? only : group
  }

  /** A word, or words, up to what may follow a name; a stray mark is passed over. */
  #bare(): string {
    let found = this.match(bareName)
    // The apostrophe of a word opens no text.
    while (quote.test(this.letter) && /[\p{L}\d]{3}$/u.test(found)) {
      found += this.letter
      this.at++
      found += this.match(bareName)
    }
    if (found === '') this.at++
    return found.trim().replace(/^[$:@]+/, '')
  }
}

/** A name that comes again makes a list; what has no name may still hold devices. */
function literalOf({ items, pairs }: Found): Literal {
  const tables = withTables(items)
  if (pairs.length === 0) return tables
  const values = Map.groupBy(pairs, ([name]) => name)
  const object = Object.fromEntries(
    [...values].map(([name, same]) => {
      const [first, ...more] = same.map(([, value]) => value)
      return [name, more.length === 0 ? (first ?? '') : [first ?? '', ...more].flat()]
    }),
  )
  const rest = tables.filter((item) => typeof item !== 'string')
  return rest.length === 0 ? object : { ...object, '': rest }
}

/** `(names) VALUES (values), (values)` of SQL as one table. */
function withTables(items: readonly Literal[]): readonly Literal[] {
  const found: Literal[] = []
  let table: Literal[] | undefined
  for (const item of items) {
    const names = found.at(-1)
    if (typeof item === 'string' && /\bvalues$/i.test(item) && isOfNames(names)) {
      // `[SerialNumber]`
      table = [names.flat()]
      found[found.length - 1] = table
    } else if (table !== undefined && isList(item)) table.push(item)
    else {
      table = undefined
      found.push(item)
    }
  }
  return found
}

const isOfNames = (value: Literal | undefined): value is readonly Literal[] =>
  isList(value) &&
  value.length > 1 &&
  value.flat().every((name) => typeof name === 'string' && /^[^\d\s][^\n]{0,60}$/.test(name))

const isList = (value: Literal | undefined): value is readonly Literal[] => Array.isArray(value)
