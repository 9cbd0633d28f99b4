/** What a filter may ask of a part of a text. */
import type { TextTest } from '../../../core/query.ts'
import type { FilterCursor } from './filter-cursor.ts'
import { textOf } from './filter-literals.ts'
import { filterError } from './filter-tokens.ts'

export const textTests: Readonly<Record<string, TextTest>> = {
  contains: 'contains',
  startswith: 'startsWith',
  endswith: 'endsWith',
}

/** What follows the colon of `list/any(x:x eq 'value')`. */
export function memberTest(
  tokens: FilterCursor,
  variable: string,
): { op: TextTest | 'eq'; value: string } {
  const head = tokens.take()
  const op = textTests[head.text.toLowerCase()]
  if (op !== undefined && tokens.takeMark('(')) {
    tokens.expectWord(variable)
    tokens.expectMark(',')
    const value = textOf(tokens.take())
    tokens.expectMark(')')
    return { op, value }
  }
  if (head.text !== variable)
    throw filterError(`'${variable}' is expected instead of '${head.text}'`, head.at)
  tokens.expectWord('eq')
  return { op: 'eq', value: textOf(tokens.take()) }
}
