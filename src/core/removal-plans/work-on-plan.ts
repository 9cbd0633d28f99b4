/**
 * The work of a plan: some devices at a time, each looked up once more before its first step, and seen to be gone after
 * its last one. A device that is not as it was planned is left alone.
 */

import { wholeTenant } from '../access/tag-scope.ts'
import { asAdmitted, withActor, withNotes, withScope } from '../acting.ts'
import type { AuditActor, AuditEntry } from '../audit/audit.ts'
import { givenUp } from '../jobs/given-up.ts'
import type { Standing } from '../standing/standing.ts'
import type { RemoveDeps } from './perform-step.ts'
import {
  type HeldPlan,
  leftAlone,
  type PlanCounts,
  type PlannedDevice,
  type PlanQueue,
  type RemovalPlan,
  type RemovalPlans,
} from './removal-plan.ts'
import { removeDevices } from './remove-planned.ts'
import { restorePlanned, type UndoDeps } from './restore-planned.ts'

export type PlanWorkDeps = RemoveDeps &
  UndoDeps & {
    readonly planQueue: PlanQueue
    readonly removalPlans: RemovalPlans
    readonly standing: Standing
    readonly appendAudit: (plan: RemovalPlan, entry: AuditEntry) => Promise<void>
  }

/** Works on some devices of a plan; false = none is waiting. */
export function workOnNextPlan(deps: PlanWorkDeps): Promise<boolean> {
  return deps.planQueue.withNext(async (held) => {
    const actor = held.plan.actor ?? { kind: 'system', job: 'removal plan' }
    // Its devices were counted, or approved, when it began; the plan is the record of what was done to them.
    await withScope(wholeTenant, () =>
      withActor(actor, () =>
        withNotes(
          () => undefined,
          () => asAdmitted(() => worked(deps, held, actor)),
        ),
      ),
    )
  })
}

async function worked(deps: PlanWorkDeps, held: HeldPlan, actor: AuditActor): Promise<void> {
  const { plan } = held
  if (held.devices.length === 0) return await end(deps, plan, actor)
  if (held.isGivenUp) return await held.settle(held.devices.map((each) => failed(plan, each)))
  if (plan.state === 'undoing') return await held.settle(await restorePlanned(deps, held, actor))
  const scope = await deps.standing.scopeOf(plan.tenantId, actor, ['removals.run'])
  if (scope === undefined) return await stop(deps, plan, actor)
  const devices = await removeDevices(deps, held)
  await held.settle(devices)
  if (devices.every(({ state }) => state === 'running')) await held.rest(restSeconds)
}

function failed({ state }: RemovalPlan, device: PlannedDevice): PlannedDevice {
  if (state === 'undoing')
    return { ...device, restored: [], notRestorable: ['autopilot'], reason: givenUp }
  const steps = device.steps.map((step) =>
    step.state === 'pending' || step.state === 'running'
      ? { ...step, state: 'failed' as const }
      : step,
  )
  return { ...device, steps, state: 'failed', reason: givenUp }
}

/** Between two looks at devices that have not left yet. */
const restSeconds = 60

async function end(deps: PlanWorkDeps, plan: RemovalPlan, actor: AuditActor): Promise<void> {
  const { counts } = plan
  const removed = counts.failed + counts.blocked > 0 ? 'partial' : 'done'
  const state = plan.state === 'undoing' ? 'undone' : removed
  await deps.removalPlans.change(plan, { state, ...(state !== 'undone' && { ended: true }) })
  await deps.appendAudit(plan, entryOf(plan, { state, counts, actor }))
}

/** The one who ran it may not any more: what is not done yet is left alone. */
async function stop(deps: PlanWorkDeps, plan: RemovalPlan, actor: AuditActor): Promise<void> {
  const devices = await deps.removalPlans.devices(plan.tenantId, plan.id)
  const left = devices.map(leftAlone)
  const { counts } = await deps.removalPlans.change(plan, {
    state: 'cancelled',
    ended: true,
    devices: left,
  })
  await deps.appendAudit(plan, entryOf(plan, { state: 'cancelled', counts, actor }))
}

function entryOf(
  { id }: RemovalPlan,
  of: { readonly state: string; readonly counts: PlanCounts; readonly actor: AuditActor },
): AuditEntry {
  const after = { state: of.state, ...of.counts }
  const properties = Object.entries(after).map(([name, value]) => ({
    name,
    before: null,
    after: String(value),
  }))
  return {
    category: 'Enrollment',
    activity: 'Action end RemovalPlan',
    operation: 'Action',
    result: 'Success',
    actor: of.actor,
    correlationId: id,
    resources: [{ type: 'RemovalPlan', id, properties }],
  }
}
