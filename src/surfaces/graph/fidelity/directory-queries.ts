/**
 * What the directory refuses of queries, and Intune does not: many of them only work as "advanced queries", with the
 * header `ConsistencyLevel: eventual` and, but for `$search`, with `$count`. [documented: aad-advanced-queries]
 */
import type { Asked, Situation } from './situation.ts'

const set = /^\/(?:v1\.0|beta)\/(groups|users|devices|applications|serviceprincipals)(\/\$count)?$/
const related =
  /^\/(?:v1\.0|beta)\/(?:groups|users|devices)\/[^/]+\/(?:transitive)?member(?:s|of)(?:\/|$)/
const countSegment = /\/\$count$/

/** What may be ordered by without an advanced query; in the other sets nothing. [documented: aad-advanced-queries] */
const usualOrder: Readonly<Record<string, RegExp>> = {
  groups: /^\s*displayname(\s+(asc|desc))?\s*$/i,
  users: /^\s*(displayname|userprincipalname)(\s+(asc|desc))?\s*$/i,
}

/** `maximum` rows of a page. [observed: turbot/steampipe-plugin-azuread says so with the words of the refusal] */
const maximum = 999
/** Values of one `in`, or parts joined by `or`, without an advanced query. */
const maxAlternatives = 15

export const directorySituations: readonly Situation[] = [
  // [documented: aad-advanced-queries]
  refused('Request_BadRequest', '$count is not currently supported.', (asked) => {
    return countSegment.test(asked.path) && !isEventual(asked)
  }),
  // [documented: aad-advanced-queries]
  refused(
    'Request_UnsupportedQuery',
    "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
    (asked) => asked.option('$search') !== undefined && !isEventual(asked),
  ),
  // [documented: query-parameters, the paging of the directory; words observed]
  refused(
    'Request_BadRequest',
    "'$skip' is not supported by the service.",
    ({ option }) => option('$skip') !== undefined,
  ),
  {
    ...refused('Request_UnsupportedQuery', '', ({ option }) => {
      const top = option('$top')?.trim() ?? '1'
      return /^\d+$/.test(top) && (Number(top) < 1 || Number(top) > maximum)
    }),
    message: ({ option }) =>
      `Invalid page size specified: '${option('$top')?.trim()}'. Must be between 1 and ${maximum} inclusive.`,
  },
  // [observed: learn.microsoft.com/answers/questions/574615]
  refused(
    'Request_UnsupportedQuery',
    "Unsupported property filter clause operator 'Contains'.",
    (asked) => /\bcontains\s*\(/i.test(filterOf(asked)),
  ),
  // [documented: aad-advanced-queries; words observed]
  refused(
    'Request_UnsupportedQuery',
    "Operator 'endsWith' is not supported because the 'ConsistencyLevel:eventual' header is missing. Refer to https://aka.ms/graph-docs/advanced-queries for more information",
    (asked) => /\bendswith\s*\(/i.test(filterOf(asked)) && !isAdvanced(asked),
  ),
  // [documented: aad-advanced-queries; words observed: MSEndpointMgr/AzureAD#5]
  refused(
    'Request_UnsupportedQuery',
    "Unsupported property filter clause operator 'NotEqualsMatch'.",
    (asked) => /(?<![\w/])ne\s/i.test(filterOf(asked)) && !isAdvanced(asked),
  ),
  // [documented: aad-advanced-queries]
  refused(
    'Request_UnsupportedQuery',
    'Unsupported Query.',
    (asked) => /(?<![\w/])not\b/i.test(filterOf(asked)) && !isAdvanced(asked),
  ),
  {
    // [documented: filter-query-parameter; words observed: microsoft-graph-docs#21098]
    ...refused(
      'Request_UnsupportedQuery',
      '',
      (asked) => alternativesIn(filterOf(asked)) > maxAlternatives && !isAdvanced(asked),
    ),
    message: (asked) =>
      `Too many child clauses specified in search filter expression containing 'OR' operators: ${alternativesIn(filterOf(asked))}. Max allowed: ${maxAlternatives}.`,
  },
  // [documented: aad-advanced-queries; words observed: pnp/pnpjs and others]
  refused('Request_UnsupportedQuery', 'Sorting not supported for current query.', (asked) => {
    const order = asked.option('$orderby')
    if (order === undefined || isAdvanced(asked)) return false
    const [, name = ''] = set.exec(asked.path) ?? []
    return asked.option('$filter') !== undefined || usualOrder[name]?.test(order) !== true
  }),
]

function refused(code: string, message: string, when: (asked: Asked) => boolean): Situation {
  return {
    when: (asked) =>
      asked.method === 'GET' && (set.test(asked.path) || related.test(asked.path)) && when(asked),
    status: 400,
    code,
    message,
    wrapped: false,
  }
}

function isEventual({ header }: Pick<Asked, 'header'>): boolean {
  return header('consistencylevel')?.trim().toLowerCase() === 'eventual'
}

function isAdvanced(asked: Asked): boolean {
  const isCounted =
    countSegment.test(asked.path) || asked.option('$count')?.trim().toLowerCase() === 'true'
  return isEventual(asked) && isCounted
}

/** Without what stands in quotes. */
function filterOf({ option }: Asked): string {
  return (option('$filter') ?? '').replace(/'(?:[^']|'')*'/g, "''")
}

function alternativesIn(filter: string): number {
  const lists = [...filter.matchAll(/\bin\s*\(([^()]*)\)/gi)].map(
    ([, values = '']) => values.split(',').length,
  )
  return Math.max(filter.split(/\bor\b/i).length, ...lists)
}

/** A count that is asked for without the header is left out without a word. [documented: aad-advanced-queries] */
export const isCountDropped = (asked: Pick<Asked, 'header'>): boolean => !isEventual(asked)
