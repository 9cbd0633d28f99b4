/** Repair cases in PostgreSQL: what changes a case adds to its history in the same transaction. */
import type { TenantId } from '../../core/ids.ts'
import type {
  NewRepairCase,
  RepairCase,
  RepairNote,
  Repairs,
} from '../../core/repairs/repair-case.ts'
import type { Wrap } from '../../core/wrap.ts'
import { hasReachedTag, reachedTags } from '../access/reached-tags.ts'
import { deviceHashesIn } from '../devices/device-hashes.ts'
import { writeActEvent } from '../events/write-act-event.ts'
import type { Client, Store, Transaction } from '../sql/store.ts'
import { attachmentsIn } from './attachments.ts'
import { addEntry, historyOf } from './history.ts'
import { type RepairRow, repairSelect, toRepair } from './repair-rows.ts'

const contextOf = (id: string, which: 'before' | 'after') => `repair_case:${id}:${which}`

export function repairsIn(store: Store, wrap: Wrap): Repairs {
  const { pool, transaction } = store
  const found = async (tenantId: TenantId, id: string, more = '') => {
    const text = `${repairSelect} where repair_case.tenant_id = $1 and repair_case.case_id = $2 ${more}`
    const { rows } = await pool.query<RepairRow>(text, [tenantId, id])
    return rows[0] && toRepair(rows[0])
  }
  return {
    ...attachmentsIn(store, wrap),
    open: (fresh, note) => transaction((unit) => openOne(unit, wrap, { fresh, note })),
    find: (tenantId, id) => found(tenantId, id),
    hold: (tenantId, id) => found(tenantId, id, 'for update of repair_case'),

    async list(tenantId, { state, deviceId, isOpen, after, limit }, scope) {
      const { rows } = await pool.query<RepairRow>(
        `select * from (${repairSelect} where repair_case.tenant_id = $1
             and ($2::text is null or state = $2) and ($3::uuid is null or $3 in (repair_case.device_id, repair_case.new_device_id))
             and ($4::boolean is null or (closed_at is null) = $4) and ($5::uuid is null or case_id < $5)) as repair
         where ${hasReachedTag('current_tag', 6)}
         order by case_id desc limit $7`,
        [
          tenantId,
          state ?? null,
          deviceId ?? null,
          isOpen ?? null,
          after ?? null,
          reachedTags(scope),
          limit,
        ],
      )
      return rows.map(toRepair)
    },

    change: (of, { state, details, responds }, note) =>
      transaction(async ({ client }) => {
        await client.query(
          `update repair_case set state = $3, details = $4,
             responded_at = case when $5 then coalesce(responded_at, moment.now) else responded_at end,
             reregistered_at = case when $3 = 'reregistered' then coalesce(reregistered_at, moment.now) else reregistered_at end,
             closed_at = case when $3 in ('closed', 'cancelled') then coalesce(closed_at, moment.now) end
           from (select business_now() as now) as moment
           where tenant_id = $1 and case_id = $2`,
          [
            of.tenantId,
            of.id,
            state ?? of.state,
            JSON.stringify(details ?? of.details),
            responds === true,
          ],
        )
        await addEntry(client, of, note)
      }),

    history: (of) => historyOf(pool, of),

    announce: ({ tenantId, id, deviceId }, type, detail = {}) =>
      writeActEvent(pool, tenantId, {
        type,
        subjects: [id],
        detail: { registrationId: deviceId, ...detail },
      }),

    async captureOf({ tenantId, id }, which) {
      const { rows } = await pool.query<{ archived: Buffer | null; returned: Buffer | null }>(
        'select archived, returned from repair_case where tenant_id = $1 and case_id = $2',
        [tenantId, id],
      )
      const bytes = which === 'before' ? rows[0]?.archived : rows[0]?.returned
      return bytes ? wrap.unwrap(bytes, contextOf(id, which)) : undefined
    },

    async keepCapture({ tenantId, id }, bytes) {
      await pool.query(
        'update repair_case set returned = $3 where tenant_id = $1 and case_id = $2',
        [tenantId, id, Buffer.from(wrap.wrap(bytes, contextOf(id, 'after')))],
      )
    },
  }
}

type Opening = { readonly fresh: NewRepairCase; readonly note: RepairNote }

async function openOne(unit: Transaction, wrap: Wrap, { fresh, note }: Opening): Promise<boolean> {
  const { id, tenantId, deviceId, state, details, openedBy, respondBy } = fresh
  const { client } = unit
  const newest = await deviceHashesIn({ pool: client }, wrap).newest(tenantId, [deviceId])
  const capture = newest.get(deviceId)
  // Two that open at once would count the same cases.
  await client.query('select pg_advisory_xact_lock(hashtextextended($1, 17))', [tenantId])
  const { rowCount } = await client.query(
    `insert into repair_case (tenant_id, case_id, number, device_id, serial_number, manufacturer, model, group_tag, state,
       details, archived, opened_by, respond_by)
     select tenant_id, $2, coalesce((select max(number) from repair_case where tenant_id = $1), 0) + 1,
       device_id, serial_number, manufacturer, model, group_tag, $4, $5, $6, $7, $8 from device
     where tenant_id = $1 and device_id = $3 on conflict do nothing`,
    [
      tenantId,
      id,
      deviceId,
      state,
      JSON.stringify(details),
      capture === undefined ? null : Buffer.from(wrap.wrap(capture, contextOf(id, 'before'))),
      openedBy,
      respondBy,
    ],
  )
  if (rowCount === 0) return false
  await addEntry(client, fresh, note)
  return true
}

/** The registration that took the place of the first one, and the certificate of the board that it left. */
export async function noteReplacement(
  client: Client,
  { tenantId, id }: RepairCase,
  { newId, certificateId }: { readonly newId: string; readonly certificateId: string | null },
): Promise<void> {
  await client.query(
    'update repair_case set new_device_id = $3, certificate_id = $4 where tenant_id = $1 and case_id = $2',
    [tenantId, id, newId, certificateId],
  )
}
