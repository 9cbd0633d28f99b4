/** How often a tenant was told today that another has its device: the count that the budget is held against. */
import type { RowDecision } from '../../core/imports/slice.ts'
import { ClaimLost } from '../sql/database.ts'
import type { HeldWork } from './held-work.ts'

/**
 * Throws `ClaimLost` where slices decided at the same time have spent what this one rested on. Whoever goes
 * past the budget knowingly, an operator, is counted all the same.
 */
export async function countCrossTenantDisclosures(
  {
    client,
    work,
    crossTenantDisclosuresLeft,
  }: HeldWork & { readonly crossTenantDisclosuresLeft: number },
  decisions: readonly RowDecision[],
): Promise<void> {
  const disclosures = decisions.filter((each) => disclosesOthers(each, work.tenantId)).length
  if (disclosures === 0) return
  const { rows } = await client.query<{ beyond: boolean }>({
    name: 'disclosure-count',
    text: `insert into cross_tenant_disclosure as counted (tenant_id, day, disclosures)
      values ($1, (business_now() at time zone 'UTC')::date, $2)
      on conflict (tenant_id, day) do update set disclosures = counted.disclosures + excluded.disclosures
      returning counted.disclosures > (select cross_tenant_disclosures_per_day from tenant where tenant_id = $1) as beyond`,
    values: [work.tenantId, disclosures],
  })
  if (rows[0]?.beyond === true && disclosures <= crossTenantDisclosuresLeft) throw new ClaimLost()
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
