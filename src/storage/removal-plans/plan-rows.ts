/** Rows of removal plans, as the domain knows them. */
import type { RemovalDeviceState } from 'taxiway-autopilot/admin'
import type { ApprovalId, DeviceId, RemovalPlanId, TenantId } from '../../core/ids.ts'
import type {
  PlanCounts,
  PlannedDevice,
  RemovalPlan,
} from '../../core/removal-plans/removal-plan.ts'
import type { Client } from '../sql/store.ts'

export type PlanRow = {
  readonly tenant_id: TenantId
  readonly plan_id: RemovalPlanId
  readonly state: RemovalPlan['state']
  readonly version: number
  readonly removal_order: RemovalPlan['order']
  readonly act: RemovalPlan['act']
  readonly prepare: RemovalPlan['prepare']
  readonly reason: string | null
  readonly made_by: string
  readonly actor: RemovalPlan['actor']
  readonly approval_id: ApprovalId | null
  readonly created_at: Date
  readonly started_at: Date | null
  readonly ended_at: Date | null
  readonly counts: Partial<Record<RemovalDeviceState, number>> | null
}

/** Nobody has to mark a plan whose approval was rejected or has expired: it is ready again. */
const stateNow = `case when plan.state = 'awaitingApproval' and not exists (select from approval
    where approval.tenant_id = $1 and approval.approval_id = plan.approval_id
      and approval.state in ('pending', 'approved') and approval.expires_at > business_now()) then 'ready' else plan.state end`

/** `$1` is the tenant. */
export const selectPlan = `select plan.tenant_id, plan.plan_id, ${stateNow} as state, plan.version, plan.removal_order,
    plan.act, plan.prepare, plan.reason, plan.made_by, plan.actor, plan.approval_id, plan.created_at, plan.started_at,
    plan.ended_at, (select jsonb_object_agg(state, devices) from (
      select device.state, count(*) as devices from removal_plan_device as device
      where device.tenant_id = $1 and device.plan_id = plan.plan_id group by device.state) as counted) as counts
  from removal_plan as plan`

export function toPlan(row: PlanRow): RemovalPlan {
  return {
    id: row.plan_id,
    tenantId: row.tenant_id,
    state: row.state,
    version: row.version,
    order: row.removal_order,
    act: row.act,
    prepare: row.prepare,
    reason: row.reason,
    by: row.made_by,
    actor: row.actor,
    approvalId: row.approval_id,
    createdAt: row.created_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    counts: countsOf(row.counts ?? {}),
  }
}

function countsOf(found: Partial<Record<RemovalDeviceState, number>>): PlanCounts {
  const { pending = 0, running = 0, done = 0, failed = 0, blocked = 0, skipped = 0 } = found
  const all = pending + running + done + failed + blocked + skipped
  return { all, pending, running, done, failed, blocked, skipped }
}

export type PlanDeviceRow = {
  readonly device_number: number
  readonly device_id: DeviceId | null
  readonly state: RemovalDeviceState
  readonly planned: Omit<PlannedDevice, 'number' | 'deviceId' | 'state' | 'archive'>
  readonly archive: PlannedDevice['archive']
}

export const planDeviceColumns = 'device_number, device_id, state, planned, archive'

export function toPlannedDevice(row: PlanDeviceRow): PlannedDevice {
  return {
    ...row.planned,
    number: row.device_number,
    deviceId: row.device_id,
    state: row.state,
    archive: row.archive,
  }
}

type Of = { readonly tenantId: TenantId; readonly id: RemovalPlanId }

/** `isUndoing`: nothing of them is left to undo. */
export async function writeDevices(
  client: Client,
  { tenantId, id }: Of,
  {
    devices,
    isUndoing = false,
  }: { readonly devices: readonly PlannedDevice[]; isUndoing?: boolean },
): Promise<void> {
  const given = 'unnest($3::int[], $4::uuid[], $5::text[], $6::jsonb[], $7::jsonb[])'
  const values = [
    tenantId,
    id,
    devices.map(({ number }) => number),
    devices.map(({ deviceId }) => deviceId),
    devices.map(({ state }) => state),
    devices.map(({ number: _, deviceId: __, state: ___, archive: ____, ...planned }) =>
      JSON.stringify(planned),
    ),
    devices.map(({ archive }) => (archive === null ? null : JSON.stringify(archive))),
  ]
  const { rowCount } = await client.query(
    `update removal_plan_device as known set state = given.state, planned = given.planned, archive = given.archive,
       settled_at = business_now(), undone = known.undone or $8
     from ${given} as given(number, device, state, planned, archive)
     where known.tenant_id = $1 and known.plan_id = $2 and known.device_number = given.number`,
    [...values, isUndoing],
  )
  if (rowCount === devices.length) return
  await client.query(
    `insert into removal_plan_device (tenant_id, plan_id, device_number, device_id, state, planned, archive)
     select $1, $2, given.* from ${given} as given
     on conflict (tenant_id, plan_id, device_number) do nothing`,
    values,
  )
}
