/** What a request asks of a list of members: which page, which of their properties, and whether they are counted. */
import { directoryDeviceType, groupType, userType } from 'taxiway-autopilot/graph'
import type { Page } from '../../../core/query.ts'
import type { RequestView } from '../../http/request-view.ts'
import { parseListQuery } from '../odata/list-request.ts'
import { queryOptions } from '../odata/query-options.ts'
import { parseShape, type Shape, type Version } from '../odata/shape.ts'

const pageSize = 100
/** A group holds objects of all three. */
const types = { type: directoryDeviceType, derived: [groupType, userType] }

export type MemberPage = {
  readonly page: Page
  readonly shape: Shape
  readonly isCounted: boolean
}

/** What is not said here is refused: a dropped option would return something else than was asked for. */
export function memberPageOf({ options }: RequestView, version: Version): MemberPage {
  const given = queryOptions(options, [
    '$top',
    '$skip',
    '$skiptoken',
    '$select',
    '$count',
    '$format',
  ])
  const list = { fields: {}, types: {}, pageSize, searchable: false }
  const { page, count = false } = parseListQuery(given, list)
  return { page, shape: parseShape(given, types, version), isCounted: count }
}

export const asText = (count: number): Response =>
  new Response(String(count), { headers: { 'content-type': 'text/plain; charset=UTF-8' } })
