/** The query options of a request as data; an unknown option, property or value is refused by name. */
import { invalid } from '../../../core/errors.ts'
import type { Filter, ListQuery } from '../../../core/query.ts'
import type { Askable } from '../../http/odata/askable.ts'
import { parseFilter } from '../../http/odata/parse-filter.ts'
import { parseOrder } from './parse-order.ts'
import { parseSearch } from './parse-search.ts'
import type { Options } from './query-options.ts'

export type ListOptions<Field extends string> = Askable<Field> & {
  /** Rows per page unless `$top` asks for fewer. */
  readonly pageSize: number
  /** Maximum rows per page, whatever `$top` says; absent = no more than `pageSize`. */
  readonly maxPageSize?: number
  /** Whether the set supports `$search`. */
  readonly searchable: boolean
}

export const listOptions = [
  '$filter',
  '$orderby',
  '$top',
  '$skip',
  '$skiptoken',
  '$select',
  '$expand',
  '$count',
  '$search',
  '$format',
]
export const entityOptions = ['$select', '$expand', '$format']
export const countOptions = ['$filter', '$search']

/** `mark`: which list it is, as its tokens say. */
export function parseListQuery<Field extends string>(
  options: Options,
  list: ListOptions<Field>,
  mark: string,
): ListQuery<Field> {
  const filter = wantedRows(options, list)
  const order = options.get('$orderby')?.trim()
  const token = options.get('$skiptoken')
  const skip = token === undefined ? wholeNumber(options, '$skip', 0) : undefined
  return {
    ...(filter !== undefined && { filter }),
    ...(order && { order: parseOrder(order, list) }),
    ...(isTrue(options, '$count') && { count: true }),
    page: {
      limit: Math.min(
        wholeNumber(options, '$top', 1) ?? list.pageSize,
        list.maxPageSize ?? list.pageSize,
      ),
      ...(token !== undefined && { after: fromToken(token, mark) }),
      ...(skip !== undefined && { skip }),
    },
  }
}

/** `$filter` and `$search` together; undefined = all rows. */
export function wantedRows<Field extends string>(
  options: Options,
  list: ListOptions<Field>,
): Filter<Field> | undefined {
  const filter = givenText(options, '$filter')
  const search = givenText(options, '$search')
  if (search && !list.searchable) throw invalid(`The query option '$search' is not supported here`)
  const parts = [
    ...(filter ? [parseFilter(filter, list)] : []),
    ...(search ? [parseSearch(search, list)] : []),
  ]
  return parts.length > 1 ? { kind: 'and', parts } : parts[0]
}

/** A position that is said as the real service says it stays readable. */
const readable = /^LastSerialNumber='/

/** An empty one would mean every row, where a script's variable was empty. */
function givenText(options: Options, name: string): string | undefined {
  const text = options.get(name)?.trim()
  if (text === '') throw invalid(`Invalid ${name}: it is empty. Leave it out to get every row`)
  return text
}

export function toToken(after: string, mark: string): string {
  if (readable.test(after)) return encodeURIComponent(after)
  return Buffer.from(mark + after).toString('base64url')
}

function fromToken(token: string, mark: string): string {
  if (readable.test(token)) return token
  const text = Buffer.from(token, 'base64url').toString('utf8')
  if (!text.startsWith(mark)) throw invalid('The $skiptoken is not one of this list')
  return text.slice(mark.length)
}

function wholeNumber(options: Options, name: string, from: number): number | undefined {
  const text = options.get(name)
  if (text === undefined) return undefined
  const value = Number(text)
  if (!/^\d+$/.test(text.trim()) || !Number.isSafeInteger(value) || value < from)
    throw invalid(`Invalid ${name}: '${text}' is not a whole number from ${from}`)
  return value
}

function isTrue(options: Options, name: string): boolean {
  const text = options.get(name)?.toLowerCase()
  if (text !== undefined && text !== 'true' && text !== 'false')
    throw invalid(`Invalid ${name}: '${text}' is neither true nor false`)
  return text === 'true'
}
