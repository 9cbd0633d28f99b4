/** Cross-tenant disclosures, as the platform's operator sees and sets them. */

import type { TenantId } from '../ids.ts'
import type { Examiner } from '../imports/examine-row.ts'
import type { Conflicts } from './conflict.ts'
import { decideConflict } from './decide-conflict.ts'

export type Disclosures = {
  /** Per day; more where the tenant registers a fleet (`storage/imports/disclosure-budget.ts`). */
  readonly perDay: number
  readonly today: number
  /** Rows that wait because its disclosures are used up. */
  readonly held: number
}

export type DisclosureSettings = {
  find(tenantId: TenantId): Promise<Disclosures>
  setPerDay(tenantId: TenantId, perDay: number): Promise<void>
  /** Conflicts of rows that wait for it, the oldest first. */
  heldConflicts(tenantId: TenantId, atMost: number): Promise<readonly string[]>
}

/** Rows that one request decides. */
const maxAtOnce = 200

export type HeldDecision = {
  readonly tenantId: TenantId
  readonly decision: 'release' | 'reject'
  /** Who decides, as the trail names them. */
  readonly by: string
}

export type HeldDeps = {
  readonly disclosures: DisclosureSettings
  readonly conflicts: Conflicts
  readonly examiner: () => Promise<Examiner>
}

/** Releases held rows, each to the verdict that it would have had, or refuses them; `left` are those that still wait. */
export async function decideHeld(
  { disclosures, conflicts, examiner }: HeldDeps,
  { tenantId, decision, by }: HeldDecision,
): Promise<{ readonly decided: number; readonly left: number }> {
  const held = await disclosures.heldConflicts(tenantId, maxAtOnce)
  const state = decision === 'release' ? 'different' : 'rejected'
  const judge = await examiner()
  for (const id of held)
    await decideConflict(conflicts, judge, { tenantId, id, state, by, mayDecideCrossTenant: true })
  return { decided: held.length, left: (await disclosures.find(tenantId)).held }
}
