/** The texts of a source file that may be statements, with the constants of the file that they are put together of. */

/** Alternately what stands there and the source of what is inserted. */
type Literal = { readonly before: string; readonly parts: readonly string[] }

const maxDepth = 5
/** What stands where only a run knows the text. */
const unknown = ' ? '

export function statementsIn(source: string): readonly string[] {
  const literals = literalsIn(source)
  const constants = new Map(
    literals.flatMap((literal) => {
      const [, name] = literal.before.match(/\bconst (\w+) = (?:\([^)]*\) =>\s*)?$/) ?? []
      return name === undefined ? [] : [[name, literal] as const]
    }),
  )
  const whole = ({ parts }: Literal, depth: number): string =>
    parts.map((part, n) => (n % 2 === 0 ? part : inserted(part, depth))).join('')
  function inserted(expression: string, depth: number): string {
    const [, name = ''] = expression.match(/^(\w+)(?:\(.*\))?$/s) ?? []
    const constant = constants.get(name)
    if (constant !== undefined && depth < maxDepth) return whole(constant, depth + 1)
    return (
      literalsIn(expression)
        .map((each) => whole(each, depth))
        .join(' ') || unknown
    )
  }
  return literals.map((literal) => whole(literal, 0))
}

/** Comments and regular expressions are passed over; those within what a template inserts are part of it. */
function literalsIn(source: string): readonly Literal[] {
  const found: Literal[] = []
  const next =
    /\/\/.*|\/\*[\s\S]*?\*\/|'(?:[^'\\\n]|\\.)*'|(?<=[(,=:[!&|?{};\n] *)\/(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/|`/g
  for (let match = next.exec(source); match !== null; match = next.exec(source)) {
    const before = source.slice(Math.max(0, match.index - 200), match.index)
    if (match[0].startsWith("'")) found.push({ before, parts: [match[0].slice(1, -1)] })
    if (match[0] !== '`') continue
    const { parts, end } = templateAt(source, match.index + 1)
    found.push({ before, parts })
    next.lastIndex = end
  }
  return found
}

function templateAt(source: string, from: number): { parts: readonly string[]; end: number } {
  const parts: string[] = []
  const stop = /\\.|`|\$\{/gs
  stop.lastIndex = from
  let start = from
  for (let match = stop.exec(source); match !== null; match = stop.exec(source)) {
    if (match[0].startsWith('\\')) continue
    parts.push(source.slice(start, match.index))
    if (match[0] === '`') return { parts, end: stop.lastIndex }
    const end = endOfInserted(source, stop.lastIndex)
    parts.push(source.slice(stop.lastIndex, end))
    start = stop.lastIndex = end + 1
  }
  return { parts, end: source.length }
}

function endOfInserted(source: string, from: number): number {
  let open = 0
  for (let at = from; at < source.length; at++) {
    const char = source[at]
    if (char === '`') at = templateAt(source, at + 1).end - 1
    else if (char === "'") at = source.indexOf("'", at + 1)
    else if (char === '{') open += 1
    else if (char === '}' && open-- === 0) return at
  }
  return source.length
}
