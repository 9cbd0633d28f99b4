/** How often a tenant was told today that another has its device: the count that the budget is held against. */
import type { RowDecision } from '../../core/imports/slice.ts'
import type { HeldWork } from '../imports/held-work.ts'
import { ClaimLost } from '../sql/database.ts'

/**
 * Throws `ClaimLost` where slices decided at the same time have spent what this one rested on. Whoever goes
 * past the budget knowingly, an operator, is counted all the same.
 */
export async function countForeignAnswers(
  { client, work, foreignAnswersLeft }: HeldWork & { readonly foreignAnswersLeft: number },
  decisions: readonly RowDecision[],
): Promise<void> {
  const answers = decisions.filter((each) => tellsOfOthers(each, work.tenantId)).length
  if (answers === 0) return
  const { rows } = await client.query<{ beyond: boolean }>({
    name: 'foreign-answer-count',
    text: `insert into foreign_answer as f (tenant_id, day, answers)
      values ($1, (business_now() at time zone 'UTC')::date, $2)
      on conflict (tenant_id, day) do update set answers = f.answers + excluded.answers
      returning f.answers > (select foreign_answers_per_day from tenant where tenant_id = $1) as beyond`,
    values: [work.tenantId, answers],
  })
  if (rows[0]?.beyond === true && answers <= foreignAnswersLeft) throw new ClaimLost()
}

function tellsOfOthers(decision: RowDecision, tenantId: string): boolean {
  if (decision.kind !== 'refused') return false
  const asked = decision.held?.candidates ?? []
  return (
    decision.refusal === 'ZtdDeviceAssignedToOtherTenant' ||
    decision.held?.reason === 'crowded-foreign' ||
    asked.some((candidate) => candidate.tenantId !== tenantId)
  )
}
