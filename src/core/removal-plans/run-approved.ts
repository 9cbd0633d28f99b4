/** What a second person approves of a plan, and the plan that runs by itself then. */
import { type Approval, digestOf, type Subject } from '../approvals/approval.ts'
import { DomainError } from '../errors.ts'
import type { RemovalPlanId } from '../ids.ts'
import type { PlannedDevice, RemovalPlan, RemovalPlans } from './removal-plan.ts'

/** Throws if the plan has changed since it was approved. */
export async function runApproved(
  plans: RemovalPlans,
  { tenantId, id, digest, payload }: Approval,
): Promise<void> {
  const { planId } = payload as { readonly planId: RemovalPlanId }
  const plan = await plans.find(tenantId, planId, { hold: true })
  const isSame =
    plan?.state === 'awaitingApproval' &&
    plan.approvalId === id &&
    digestOfPlan(plan, await plans.devices(tenantId, planId)) === digest
  if (!isSame)
    throw new DomainError(
      'approval-changed',
      'The plan has changed since this approval was asked for.',
    )
  await plans.change(plan, { state: 'running', started: true })
}

export function subjectsOf(devices: readonly PlannedDevice[]): readonly Subject[] {
  return devices.flatMap(({ deviceId, serialNumber }) =>
    deviceId === null ? [] : [{ id: deviceId, name: serialNumber }],
  )
}

/** Of everything that the approver was shown: other devices or another order are another plan. */
export function digestOfPlan(
  { id, order, act, prepare }: RemovalPlan,
  devices: readonly PlannedDevice[],
): string {
  const subjects = subjectsOf(devices).map((each) => each.id)
  return digestOf('removal-plan.run', { plan: id, order, act, prepare, devices: subjects })
}
