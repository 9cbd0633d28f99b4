/** All rows of a list of `/admin/v1` that comes in pages. */
import type { Page } from 'taxiway-autopilot/admin'
import type { Graph } from 'taxiway-graph-client'
import { ofTaxiway } from './taxiway-only.ts'

export async function everyPage<Row>(
  graph: Graph,
  path: string,
  query = new URLSearchParams({ limit: '500' }),
): Promise<Row[]> {
  const found: Row[] = []
  for (;;) {
    const page = await ofTaxiway(graph, () => graph.get<Page<Row>>(`${path}?${query}`))
    found.push(...page.value)
    // A server of an earlier version has one answer, and no next.
    const next = page.next ?? null
    if (next === null) return found
    query.set('after', next)
  }
}
