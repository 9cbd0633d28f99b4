/** Removal plans: what their routes need, and the work of those that run. */

import type { RemovalPlanId, TenantId } from '../core/ids.ts'
import {
  type ManagedDevice,
  type ManagedDeviceField,
  managedDeviceFieldTypes,
} from '../core/inventory/managed-device.ts'
import { abandoned } from '../core/jobs/given-up.ts'
import { workOnNextPlan } from '../core/removal-plans/work-on-plan.ts'
import { appendAudit } from '../storage/audit/append-audit.ts'
import { askingIn } from '../storage/enrollment/enrollments.ts'
import { recordsIn } from '../storage/inventory/records.ts'
import { notePlanFailure, planQueueIn } from '../storage/removal-plans/plan-queue.ts'
import { removalPlansIn } from '../storage/removal-plans/removal-plans.ts'
import type { Store } from '../storage/sql/store.ts'
import { turnsOf, type Waiting } from '../storage/sql/turns.ts'
import { syncsIn } from '../storage/sync/autopilot-sync.ts'
import type { Base } from './base.ts'
import { deviceJobRunner } from './device-jobs.ts'
import { standingIn } from './ports/standing-ports.ts'

export function removalPlanPortsIn(unit: Store, now: () => Date) {
  return {
    removalPlans: removalPlansIn(unit),
    managed: recordsIn<ManagedDevice, ManagedDeviceField>(unit, {
      name: 'managedDevice',
      types: managedDeviceFieldTypes,
    }),
    attempt: <T>(work: () => Promise<T>) => unit.transaction(() => work()),
    now,
  }
}

/** A long job keeps no plan waiting, nor the other way round; nor does one that fails. */
export function jobAndPlanRunner(base: Base): () => Promise<boolean> {
  const runNextJob = deviceJobRunner(base)
  const workOnPlan = removalPlanRunner(base)
  return async () => {
    const [job] = await Promise.allSettled([runNextJob()])
    const didPlan = await workOnPlan()
    if (job.status === 'rejected') throw job.reason
    return didPlan || job.value
  }
}

/** Works on some devices of a plan, in one transaction; false if none is waiting. */
function removalPlanRunner({ store, basePortsIn, now }: Base): () => Promise<boolean> {
  const turns = turnsOf(async (plan) => {
    if (await notePlanFailure(store.pool, plan)) await abandon(store, plan)
  })
  return () =>
    turns.take((turn) =>
      store.once((unit) => {
        const base = basePortsIn(unit)
        return workOnNextPlan({
          ...base,
          ...removalPlanPortsIn(unit, now),
          standing: standingIn(unit, base),
          planQueue: planQueueIn(unit, turn),
          syncs: syncsIn(unit),
          duration: async (id) => (await base.tenants.find(id))?.importSeconds ?? 0,
          ...askingIn(unit),
          appendAudit: ({ tenantId }, entry) => appendAudit(unit.client, tenantId, [entry]),
        })
      }),
    )
}

/** So that it ends although nothing can be written of its devices. */
async function abandon(store: Base['store'], work: Waiting): Promise<void> {
  const [tenantId, id] = [work.tenantId as TenantId, work.id as RemovalPlanId]
  await store.transaction(async (unit) => {
    const plans = removalPlansIn(unit)
    const plan = await plans.find(tenantId, id, { hold: true })
    if (plan?.state !== 'running' && plan?.state !== 'undoing') return
    await plans.change(plan, { state: 'cancelled', ended: true })
    await appendAudit(unit.client, tenantId, [abandoned('RemovalPlan', id)])
  })
}
