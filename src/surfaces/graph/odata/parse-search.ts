/**
 * OData `$search` as the directory supports it: `"property:text"` in quotes, joined by AND, OR and NOT. A name
 * matches by any part, every other property by its beginning. [documented: Graph search parameter]
 */
import { DomainError } from '../../../core/errors.ts'
import type { Filter } from '../../../core/query.ts'
import type { Askable } from '../../http/odata/askable.ts'

const names = new Set(['displayname', 'description'])
const maxClauses = 20

export function parseSearch<Field extends string>(
  source: string,
  askable: Askable<Field>,
): Filter<Field> {
  const words = [...source.matchAll(/"(?:[^"\\]|\\.)*"|\S+/g)].map(([word]) => word)
  // [documented: a clause stands in double quotes]
  if ((source.replace(/\\./g, '').match(/"/g)?.length ?? 0) % 2 === 1)
    throw refusal('a double quotation mark is missing')
  if (words.length > maxClauses * 2) throw refusal(`more than ${maxClauses} clauses`)
  const alternatives = split(words, 'OR').map(
    (group): Filter<Field> => ({
      kind: 'and',
      parts: split(group, 'AND').flatMap((each) => clauses(each, askable)),
    }),
  )
  return { kind: 'or', parts: alternatives }
}

function split(words: readonly string[], separator: string): readonly (readonly string[])[] {
  const groups: string[][] = [[]]
  for (const word of words) {
    if (word.toUpperCase() === separator) groups.push([])
    else groups.at(-1)?.push(word)
  }
  return groups
}

/** Adjacent clauses are joined by AND; NOT negates the next one. */
function clauses<Field extends string>(
  words: readonly string[],
  askable: Askable<Field>,
): readonly Filter<Field>[] {
  const found = words.flatMap((word, i) => {
    if (word.toUpperCase() === 'NOT') return []
    const part = clause(word.replace(/^"(.*)"$/s, '$1').replace(/\\(.)/g, '$1'), askable)
    return [words[i - 1]?.toUpperCase() === 'NOT' ? ({ kind: 'not', part } as const) : part]
  })
  if (found.length === 0 || words.at(-1)?.toUpperCase() === 'NOT')
    throw refusal(`a clause in the form "property:text" is missing`)
  return found
}

function clause<Field extends string>(
  text: string,
  { fields, types }: Askable<Field>,
): Filter<Field> {
  const [, property = 'displayName', value = ''] = /^(?:(\w+):)?([^\0]*)$/.exec(text) ?? []
  const name = property.toLowerCase()
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined
  if (field === undefined || (types[field] !== 'text' && types[field] !== 'id'))
    throw refusal(`'${property}' is not a property that can be searched`)
  return { kind: 'text', field, op: names.has(name) ? 'contains' : 'startsWith', value }
}

function refusal(what: string): DomainError {
  return new DomainError('request-invalid', `Invalid $search: ${what}.`)
}
