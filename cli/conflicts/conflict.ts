/** Conflicts of identity as Taxiway shows them: what a person has to decide, or should look at. */

import type { Conflict, ConflictPage, ConflictState } from 'taxiway-autopilot/admin'
import type { Graph } from 'taxiway-graph-client'
import type { Column } from '../terminal/column.ts'

export const conflictsPath = '/admin/v1/conflicts'

export const conflictColumns: readonly Column<Conflict>[] = [
  { key: 'id', title: 'Id' },
  { key: 'state', title: 'State' },
  { key: 'serialNumber', title: 'Serial number' },
  { key: 'createdDateTime', title: 'Since' },
  { key: 'sentence', title: 'Why' },
]

/** Every conflict in `state`, oldest first; absent means in any. */
export async function* conflictsIn(graph: Graph, state?: ConflictState): AsyncGenerator<Conflict> {
  const query = new URLSearchParams({ limit: '500', ...(state && { state }) })
  for (let next: string | null = ''; next !== null; ) {
    if (next !== '') query.set('after', next)
    const page: ConflictPage = await graph.get(`${conflictsPath}?${query}`)
    yield* page.value
    next = page.next
  }
}
