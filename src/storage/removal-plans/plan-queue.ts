/**
 * The queue of removal plans: some devices of one plan in one transaction, protected by the plan's row lock, so a
 * server that dies has done nothing.
 */
import type { RemovalPlanId, TenantId } from '../../core/ids.ts'
import type { HeldPlan, PlanQueue, RemovalPlan } from '../../core/removal-plans/removal-plan.ts'
import { candidates, firstFree } from '../sql/first-free.ts'
import {
  failedTries,
  isToBeAbandoned,
  nextPieces,
  settledTries,
  type Tried,
} from '../sql/giving-up.ts'
import type { Transaction } from '../sql/store.ts'
import type { Turn } from '../sql/turns.ts'
import {
  type PlanDeviceRow,
  type PlanRow,
  planDeviceColumns,
  selectPlan,
  toPlan,
  toPlannedDevice,
  writeDevices,
} from './plan-rows.ts'

/** Devices removed in one transaction: few enough that nobody waits long for one of them. */
const sliceDevices = 50

/** None rests for longer than a minute: what is to be looked at later was put off before a clock was set back. */
const isDue = `state in ('running', 'undoing')
  and (look_at <= business_now() or look_at > business_now() + interval '2 minutes')`

/** Of each tenant the first that is due. */
const firstOfEach = `select distinct on (tenant_id) tenant_id, plan_id, look_at from removal_plan
  where ${isDue} and plan_id <> all($1::uuid[]) order by tenant_id, look_at, plan_id`

type Named = { readonly tenant_id: TenantId; readonly plan_id: RemovalPlanId }

type Taken = Named & Tried

/** The plan whose turn it is. */
export function planQueueIn({ pool }: Pick<Transaction, 'pool'>, turn: Turn): PlanQueue {
  return {
    async withNext(work) {
      const { rows: due } = await pool.query<Named>(
        `select tenant_id, plan_id from (${firstOfEach}) as first order by look_at, plan_id`,
        [turn.resting],
      )
      const waiting = due.map((row) => ({ tenantId: row.tenant_id, id: row.plan_id }))
      const next = await firstFree(turn.inOrder(waiting).slice(0, candidates), async (each) => {
        const { rows: taken } = await pool.query<Taken>(
          `select tenant_id, plan_id, attempts, careful, given_up from removal_plan
           where tenant_id = $1 and plan_id = $2 and ${isDue} for update skip locked`,
          [each.tenantId, each.id],
        )
        if (taken[0] !== undefined) turn.begin(each)
        return taken[0]
      })
      if (next === undefined) return false
      const { rows } = await pool.query<PlanRow>(
        `${selectPlan} where plan.tenant_id = $1 and plan.plan_id = $2`,
        [next.tenant_id, next.plan_id],
      )
      const plan = rows[0] && toPlan(rows[0])
      if (plan === undefined) return false
      await work(await heldPlan(pool, plan, next))
      return true
    },
  }
}

/** Those that have not begun come before those that are waited for, and those seen last come last. */
async function heldPlan(
  pool: Transaction['pool'],
  plan: RemovalPlan,
  tried: Tried,
): Promise<HeldPlan> {
  const { limit, isGivenUp } = nextPieces(tried, sliceDevices)
  const { tenantId, id } = plan
  const isUndoing = plan.state === 'undoing'
  const { rows } = await pool.query<PlanDeviceRow>(
    `select ${planDeviceColumns} from removal_plan_device
     where tenant_id = $1 and plan_id = $2
       and case when $3 then state = 'done' and not undone else state in ('pending', 'running') end
     order by state, settled_at nulls first, device_number limit $4`,
    [tenantId, id, isUndoing, limit],
  )
  return {
    plan,
    devices: rows.map(toPlannedDevice),
    isGivenUp,
    async settle(devices) {
      await writeDevices(pool, plan, { devices, isUndoing })
      await pool.query(
        `update removal_plan set version = version + 1, ${settledTries('$3')} where tenant_id = $1 and plan_id = $2`,
        [tenantId, id, isGivenUp],
      )
    },
    async rest(seconds) {
      await pool.query(
        `update removal_plan set look_at = business_now() + make_interval(secs => $3)
         where tenant_id = $1 and plan_id = $2`,
        [tenantId, id, seconds],
      )
    },
  }
}

/** True: it fails so often that nothing is tried any more. */
export async function notePlanFailure(
  pool: Transaction['pool'],
  { tenantId, id }: { readonly tenantId: string; readonly id: string },
): Promise<boolean> {
  const { rows } = await pool.query<Tried>(
    `update removal_plan set ${failedTries(sliceDevices)}
     where tenant_id = $1 and plan_id = $2 and state in ('running', 'undoing') returning attempts, careful`,
    [tenantId, id],
  )
  return rows[0] !== undefined && isToBeAbandoned(rows[0])
}
