/** What happens to cases by itself: nobody answered in time, or the repaired device got its profile. */
import { allOf } from '../../core/all-of.ts'
import type { EventType } from '../../core/events/event-types.ts'
import type { DeviceId, RepairCaseId, TenantId } from '../../core/ids.ts'
import { writeActEvent } from '../events/write-act-event.ts'
import type { Client, Store } from '../sql/store.ts'
import { addEntry } from './history.ts'

type Due = { tenant_id: TenantId; case_id: RepairCaseId }
type Settled = Due & { device_id: DeviceId }

/** Cases in one round. */
const maxSettled = 100

const overdue = `responded_at is null and overdue_at is null and closed_at is null and respond_by < business_now()`

const verified = `state = 'reregistered' and exists (select from deployment_event as event
  where event.tenant_id = repair_case.tenant_id and event.device_id = coalesce(repair_case.new_device_id, repair_case.device_id)
    and event.kind = 'profile-given' and event.at > repair_case.reregistered_at)`

/** Returns how many cases were touched. */
export async function settleRepairs({ pool, transaction }: Store): Promise<number> {
  const late = await pool.query<Due>(
    `select tenant_id, case_id from repair_case where ${overdue} order by respond_by limit ${maxSettled}`,
  )
  const done = await pool.query<Due>(
    `select tenant_id, case_id from repair_case where ${verified} order by reregistered_at limit ${maxSettled}`,
  )
  let settled = 0
  const settling = (due: readonly Due[], settle: (client: Client, each: Due) => Promise<number>) =>
    due.map((each) => async () => {
      settled += await transaction(({ client }) => settle(client, each))
    })
  await allOf(...settling(late.rows, noteOverdue), ...settling(done.rows, closeVerified))
  return settled
}

async function noteOverdue(client: Client, due: Due): Promise<number> {
  const { rows } = await client.query<Settled>(
    `update repair_case set overdue_at = business_now()
     where tenant_id = $1 and case_id = $2 and ${overdue} returning tenant_id, case_id, device_id`,
    [due.tenant_id, due.case_id],
  )
  return await told(client, rows, { what: ['overdue'], type: 'repair.case.overdue' })
}

async function closeVerified(client: Client, due: Due): Promise<number> {
  const { rows } = await client.query<Settled>(
    `update repair_case set state = 'closed', closed_at = business_now()
     where tenant_id = $1 and case_id = $2 and ${verified} returning tenant_id, case_id, device_id`,
    [due.tenant_id, due.case_id],
  )
  const what = ['verified: the device got its profile', 'closed']
  return await told(client, rows, { what, type: 'repair.case.closed' })
}

async function told(
  client: Client,
  rows: readonly Settled[],
  { what, type }: { readonly what: readonly string[]; readonly type: EventType },
): Promise<number> {
  for (const { tenant_id: tenantId, case_id: id, device_id } of rows) {
    for (const each of what) await addEntry(client, { tenantId, id }, { by: 'system', what: each })
    const detail = { registrationId: device_id }
    await writeActEvent(client, tenantId, { type, subjects: [id], detail })
  }
  return rows.length
}
