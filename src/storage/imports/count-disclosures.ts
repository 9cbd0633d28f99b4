/** Counts how often a tenant has learned today that another tenant has a device, and enforces the budget. */
import type { RowDecision } from '../../core/imports/slice.ts'
import { ClaimLost } from '../sql/database.ts'
import type { DisclosureBudget } from './disclosure-budget.ts'
import type { HeldWork } from './held-work.ts'

/**
 * Throws `ClaimLost` if slices decided at the same time have used up what this one relied on. An operator who
 * knowingly exceeds the budget is counted too.
 */
export async function countCrossTenantDisclosures(
  { client, work, budget }: HeldWork & { readonly budget: DisclosureBudget },
  decisions: readonly RowDecision[],
): Promise<void> {
  const answers = decisions.filter((each) => disclosesOthers(each, work.tenantId)).length
  if (answers === 0) return
  const { rows } = await client.query<{ answers: number }>({
    name: 'disclosure-count',
    text: `insert into cross_tenant_disclosure as disclosure (tenant_id, day, disclosures)
      values ($1, (business_now() at time zone 'UTC')::date, $2)
      on conflict (tenant_id, day) do update set disclosures = disclosure.disclosures + excluded.disclosures
      returning disclosure.disclosures as answers`,
    values: [work.tenantId, answers],
  })
  if ((rows[0]?.answers ?? 0) > budget.whole && answers <= budget.left) throw new ClaimLost()
}

function disclosesOthers(decision: RowDecision, tenantId: string): boolean {
  if (decision.kind !== 'refused') return false
  const asked = decision.held?.candidates ?? []
  return (
    decision.refusal === 'ZtdDeviceAssignedToOtherTenant' ||
    decision.held?.reason === 'crowded-foreign' ||
    asked.some((candidate) => candidate.tenantId !== tenantId)
  )
}
