/** Starting a plan, which may need a second person; cancelling it, and undoing what it did. */
import type { Caller } from '../access/caller.ts'
import { currentActor, noteAudit } from '../acting.ts'
import { type AdmitAct, ApprovalNeeded, approvalRequired } from '../approvals/admit-act.ts'
import type { NewApproval } from '../approvals/approval.ts'
import { DomainError } from '../errors.ts'
import type { RemovalPlanId } from '../ids.ts'
import { findPlan, type PlanDeps, voidApproval, wordsOf } from './make-plan.ts'
import { leftAlone, type PlannedDevice, type RemovalPlan, undoUntil } from './removal-plan.ts'
import { digestOfPlan, subjectsOf } from './run-approved.ts'

/** Runs it, or asks for the approval after which it runs by itself. */
export async function runPlan(
  deps: PlanDeps,
  caller: Caller,
  id: RemovalPlanId,
): Promise<RemovalPlan> {
  const { tenantId } = caller
  const plan = await findPlan(deps.removalPlans, tenantId, { id, hold: true })
  requireReady(plan)
  note(plan)
  const actor = currentActor()
  const wanted = await admitted(deps, plan, await deps.removalPlans.devices(tenantId, id))
  if (wanted === undefined)
    return await deps.removalPlans.change(plan, { state: 'running', actor, started: true })
  const approval = await deps.approvals.request(wanted)
  if (approval === undefined) throw approvalRequired(wanted, undefined)
  return await deps.removalPlans.change(plan, {
    state: 'awaitingApproval',
    actor,
    approvalId: approval.id,
  })
}

export async function cancelPlan(
  deps: Pick<PlanDeps, 'removalPlans' | 'approvals'>,
  caller: Caller,
  id: RemovalPlanId,
): Promise<RemovalPlan> {
  const plan = await findPlan(deps.removalPlans, caller.tenantId, { id, hold: true })
  if (!['ready', 'ambiguous', 'awaitingApproval', 'running'].includes(plan.state))
    throw new DomainError('conflict', `The plan ${wordsOf(plan)}.`)
  note(plan)
  await voidApproval(deps, caller, plan)
  const devices = await deps.removalPlans.devices(caller.tenantId, id)
  return await deps.removalPlans.change(plan, {
    state: 'cancelled',
    ended: true,
    devices: devices.map(leftAlone),
  })
}

export async function undoPlan(
  { removalPlans, now }: Pick<PlanDeps, 'removalPlans' | 'now'>,
  caller: Caller,
  id: RemovalPlanId,
): Promise<RemovalPlan> {
  const plan = await findPlan(removalPlans, caller.tenantId, { id, hold: true })
  if (undoUntil(plan, now()) === undefined) throw new DomainError('conflict', whyNoUndo(plan))
  note(plan)
  return await removalPlans.change(plan, { state: 'undoing', actor: currentActor() })
}

function requireReady(plan: RemovalPlan): void {
  if (plan.state === 'ambiguous')
    throw new DomainError(
      'plan-ambiguous',
      'It is not certain which devices are meant. Choose them by id, or leave them out: PATCH the plan’s select.',
    )
  if (plan.state !== 'ready') throw new DomainError('conflict', `The plan ${wordsOf(plan)}.`)
}

/** Undefined: it may run. */
async function admitted(
  { admit }: { readonly admit: AdmitAct },
  plan: RemovalPlan,
  devices: readonly PlannedDevice[],
): Promise<NewApproval | undefined> {
  const { tenantId, id, act } = plan
  const subjects = subjectsOf(devices)
  const action = act === 'release' ? 'release-devices' : 'removal-plan.run'
  try {
    await admit({ tenantId, action, subjects })
    return undefined
  } catch (error) {
    if (!(error instanceof ApprovalNeeded)) throw error
    return {
      ...error.wanted,
      action: 'removal-plan.run',
      digest: digestOfPlan(plan, devices),
      payload: { planId: id },
    }
  }
}

function whyNoUndo(plan: RemovalPlan): string {
  if (plan.act === 'release')
    return 'The devices were released: their next owners may have them by now.'
  if (plan.endedAt === null || plan.state === 'undoing' || plan.state === 'undone')
    return `The plan ${wordsOf(plan)}.`
  return plan.counts.done === 0
    ? 'Nothing was removed.'
    : 'A plan can be undone for 30 days, as long as its devices are reserved.'
}

function note({ id }: RemovalPlan): void {
  noteAudit({ type: 'RemovalPlan', id })
}
