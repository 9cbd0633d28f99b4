/** Conflicts of identity as Taxiway shows them: what a person has to decide, or should look at. */
import type { Graph } from '../graph/client.ts'
import type { Column } from '../output.ts'

export const conflictsPath = '/admin/v1/conflicts'
export const conflictStates = ['open', 'same', 'different', 'rejected'] as const

/** A conflict of `/admin/v1`; members not named here are printed as they come. */
export type Conflict = {
  readonly id: string
  readonly kind: string
  readonly state: (typeof conflictStates)[number]
  readonly sentence: string
  /** Registered devices, likeliest first; null stands for a device of another tenant. */
  readonly candidates: readonly (string | null)[]
  readonly serialNumber: string | null
  /** The registered device that a remark is about; null while a row is held. */
  readonly deviceId: string | null
  readonly createdDateTime: string
}

export const conflictColumns: readonly Column<Conflict>[] = [
  { key: 'id', title: 'Id' },
  { key: 'state', title: 'State' },
  { key: 'serialNumber', title: 'Serial number' },
  { key: 'createdDateTime', title: 'Since' },
  { key: 'sentence', title: 'Why' },
]

type Page = { readonly value: readonly Conflict[]; readonly next: string | null }

/** Every conflict in `state`, oldest first; absent means in any. */
export async function* conflictsIn(
  graph: Graph,
  state?: Conflict['state'],
): AsyncGenerator<Conflict> {
  const query = new URLSearchParams({ limit: '500', ...(state && { state }) })
  for (let next: string | null = ''; next !== null; ) {
    if (next !== '') query.set('after', next)
    const page: Page = await graph.get(`${conflictsPath}?${query}`)
    yield* page.value
    next = page.next
  }
}
