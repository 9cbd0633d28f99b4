/** Removal plans in PostgreSQL. */
import type { EventType } from '../../core/events/event-types.ts'
import type { RemovalPlanId, TenantId } from '../../core/ids.ts'
import type { RemovalPlan, RemovalPlans } from '../../core/removal-plans/removal-plan.ts'
import { writeActEvent } from '../events/write-act-event.ts'
import { noTries } from '../sql/giving-up.ts'
import type { Client, Store } from '../sql/store.ts'
import {
  type PlanDeviceRow,
  type PlanRow,
  planDeviceColumns,
  selectPlan,
  toPlan,
  toPlannedDevice,
  writeDevices,
} from './plan-rows.ts'

/** What those who follow learn. */
const eventOf: Partial<Record<RemovalPlan['state'], EventType>> = {
  ready: 'removal.plan.ready',
  awaitingApproval: 'removal.plan.awaiting_approval',
  done: 'removal.plan.done',
  partial: 'removal.plan.partial',
  undone: 'removal.plan.undone',
}

export function removalPlansIn({ pool, transaction }: Store): RemovalPlans {
  return {
    add: (plan) =>
      transaction(async ({ client }) => {
        const { tenantId, id, state } = plan
        await client.query(
          `insert into removal_plan (tenant_id, plan_id, state, removal_order, act, prepare, reason, made_by)
           values ($1, $2, $3, $4, $5, $6, $7, $8)`,
          [tenantId, id, state, plan.order, plan.act, plan.prepare, plan.reason, plan.by],
        )
        await writeDevices(client, plan, plan)
        await announce(client, plan, state)
      }),

    find: (tenantId, id, { hold = false } = {}) => found(pool, { tenantId, id, hold }),

    async devices(tenantId, id) {
      const { rows } = await pool.query<PlanDeviceRow>(
        `select ${planDeviceColumns} from removal_plan_device where tenant_id = $1 and plan_id = $2 order by device_number`,
        [tenantId, id],
      )
      return rows.map(toPlannedDevice)
    },

    async list(tenantId, { after, limit }) {
      const { rows } = await pool.query<PlanRow>(
        `${selectPlan} where plan.tenant_id = $1 and ($2::uuid is null or plan.plan_id < $2)
         order by plan.plan_id desc limit $3`,
        [tenantId, after ?? null, limit],
      )
      return rows.map(toPlan)
    },

    change: (plan, change) =>
      transaction(async ({ client }) => {
        const { tenantId, id } = plan
        const { state, devices } = change
        await client.query(
          `update removal_plan set state = $3, version = version + 1, look_at = business_now(), ${noTries},
             approval_id = case when $4 then $5 else approval_id end, actor = coalesce($6, actor),
             started_at = case when $7 then moment.now else started_at end,
             ended_at = case when $8 then moment.now else ended_at end
           from (select business_now() as now) as moment
           where tenant_id = $1 and plan_id = $2`,
          [
            tenantId,
            id,
            state,
            change.approvalId !== undefined,
            change.approvalId ?? null,
            change.actor === undefined ? null : JSON.stringify(change.actor),
            change.started ?? false,
            change.ended ?? false,
          ],
        )
        if (devices !== undefined) {
          await client.query(
            'delete from removal_plan_device where tenant_id = $1 and plan_id = $2',
            [tenantId, id],
          )
          await writeDevices(client, plan, { devices })
        }
        await announce(client, plan, state)
        const now = await found(client, { tenantId, id, hold: false })
        if (now === undefined) throw new Error('the plan that was just changed is not there')
        return now
      }),
  }
}

async function found(
  client: Client,
  {
    tenantId,
    id,
    hold,
  }: { readonly tenantId: TenantId; readonly id: RemovalPlanId; readonly hold: boolean },
): Promise<RemovalPlan | undefined> {
  const { rows } = await client.query<PlanRow>(
    `${selectPlan} where plan.tenant_id = $1 and plan.plan_id = $2 ${hold ? 'for update of plan' : ''}`,
    [tenantId, id],
  )
  return rows[0] && toPlan(rows[0])
}

async function announce(
  client: Client,
  { tenantId, id }: Pick<RemovalPlan, 'tenantId' | 'id'>,
  state: RemovalPlan['state'],
): Promise<void> {
  const type = eventOf[state]
  if (type !== undefined) await writeActEvent(client, tenantId, { type, subjects: [id] })
}
