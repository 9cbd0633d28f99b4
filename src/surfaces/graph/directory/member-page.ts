/** What a request asks of a list of members: which page, which of their properties, and whether they are counted. */
import { directoryDeviceType, type EntityType, groupType, userType } from 'taxiway-autopilot/graph'
import { DomainError } from '../../../core/errors.ts'
import type { Page } from '../../../core/query.ts'
import { listMark } from '../../http/list-mark.ts'
import type { RequestView } from '../../http/request-view.ts'
import type { GraphVersion } from '../entity-set.ts'
import { isCountDropped } from '../fidelity/directory-queries.ts'
import { parseListQuery } from '../odata/list-request.ts'
import { queryOptions } from '../odata/query-options.ts'
import { parseShape, type Shape } from '../odata/shape.ts'

/** [observed: microsoft-graph-docs#3976] */
const pageSize = 100
const maxPageSize = 999
/** A group holds objects of all three. */
const types = { type: directoryDeviceType, derived: [groupType, userType] }

export type MemberPage = {
  readonly page: Page
  readonly shape: Shape
  readonly isCounted: boolean
}

/** What is not said here is refused: a dropped option would return something else than was asked for. */
export function memberPageOf(
  request: RequestView,
  { version, fidelity }: GraphVersion,
  type?: EntityType,
): MemberPage {
  const given = queryOptions(request.options, [
    '$top',
    '$skip',
    '$skiptoken',
    '$select',
    '$count',
    '$format',
  ])
  const list = { fields: {}, types: {}, pageSize, maxPageSize, searchable: false }
  const { page, count = false } = parseListQuery(given, list, listMark(request))
  const isCounted = count && !(fidelity === 'strict' && isCountDropped(request))
  return {
    page,
    shape: parseShape(given, type === undefined ? types : { type }, version),
    isCounted,
  }
}

/** A page of what is all in memory; its token is the position of the next one. */
export function partOf<Row>(
  all: readonly Row[],
  { limit, after, skip = 0 }: Page,
): { readonly rows: readonly Row[]; readonly next?: string } {
  if (after !== undefined && !/^\d{1,9}$/.test(after))
    throw new DomainError('request-invalid', 'The $skiptoken is not one of this list.')
  const from = after === undefined ? skip : Number(after)
  const end = from + limit
  return { rows: all.slice(from, end), ...(end < all.length && { next: String(end) }) }
}

export const asText = (count: number): Response =>
  new Response(String(count), { headers: { 'content-type': 'text/plain; charset=UTF-8' } })
