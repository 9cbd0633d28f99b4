/** The query options of a list request, and the answer's envelope with its link to the next page. */
import { DomainError } from '../../../core/errors.ts'
import type { ListQuery, Rows } from '../../../core/query.ts'
import { type FilterFields, parseFilter } from './parse-filter.ts'

/** Rows a page holds unless `$top` says less. [observed: 1,000 for identities] */
const defaultPage = 1_000

export type ListRequest<Field extends string> = {
  readonly query: ListQuery<Field>
  /** What `$select` names, in lower case; absent = all members. */
  readonly select?: ReadonlySet<string>
}

const known = new Set(['$filter', '$top', '$skiptoken', '$select'])

export function parseListRequest<Field extends string>(
  url: URL,
  fields: FilterFields<Field>,
): ListRequest<Field> {
  const options = queryOptions(url)
  for (const name of options.keys()) {
    if (name.startsWith('$') && !known.has(name)) {
      throw new DomainError('request-invalid', `The query option '${name}' is not supported here.`)
    }
  }
  const filter = options.get('$filter')
  const token = options.get('$skiptoken')
  const select = options.get('$select')
  return {
    query: {
      ...(filter !== undefined && filter.trim() !== '' && { filter: parseFilter(filter, fields) }),
      page: {
        limit: pageSize(options.get('$top')),
        ...(token !== undefined && { after: fromToken(token) }),
      },
    },
    ...(select !== undefined && { select: names(select) }),
  }
}

/** Names in lower case; the last value of a repeated option counts. */
function queryOptions(url: URL): Map<string, string> {
  return new Map([...url.searchParams].map(([name, value]) => [name.toLowerCase(), value]))
}

function pageSize(top: string | undefined): number {
  if (top === undefined) return defaultPage
  const rows = Number(top)
  if (!Number.isSafeInteger(rows) || rows < 1) {
    throw new DomainError('request-invalid', `Invalid $top: '${top}' is not a whole number from 1.`)
  }
  return Math.min(rows, defaultPage)
}

function names(list: string): ReadonlySet<string> {
  return new Set(list.split(',').map((name) => name.trim().toLowerCase()))
}

export type Envelope = {
  readonly context: string
  /** The request's URL as the client knows it; the next link repeats it with another `$skiptoken`. */
  readonly url: URL
}

export function listAnswer<Row, Wire extends object>(
  { rows, next }: Rows<Row>,
  present: (row: Row) => Wire,
  { envelope, select }: { envelope: Envelope; select?: ReadonlySet<string> },
): Record<string, unknown> {
  return {
    '@odata.context': envelope.context,
    ...(next !== undefined && { '@odata.nextLink': nextLink(envelope.url, next) }),
    value: rows.map((row) => selected(present(row), select)),
  }
}

/** Only the members that `$select` names; a name the entity lacks is ignored. */
export function selected(entity: object, select: ReadonlySet<string> | undefined): object {
  if (select === undefined) return entity
  return Object.fromEntries(
    Object.entries(entity).filter(([name]) => select.has(name.toLowerCase())),
  )
}

function nextLink(url: URL, after: string): string {
  const link = new URL(url)
  for (const name of [...link.searchParams.keys()]) {
    if (name.toLowerCase() === '$skiptoken') link.searchParams.delete(name)
  }
  const query = [...link.searchParams].map(
    ([name, value]) => `${name}=${encodeURIComponent(value)}`,
  )
  link.search = [...query, `$skiptoken=${toToken(after)}`].join('&')
  return link.href
}

function toToken(after: string): string {
  return Buffer.from(after).toString('base64url')
}

function fromToken(token: string): string {
  return Buffer.from(token, 'base64url').toString('utf8')
}
