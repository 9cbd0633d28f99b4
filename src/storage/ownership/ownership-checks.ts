/** What devices have proved of themselves to tenants that asked: the latest of each. */
import { type SqlBool, sql } from 'kysely'
import type { DeviceId, TenantId } from '../../core/ids.ts'
import type { OwnershipChecks, OwnershipVerdict } from '../../core/ownership/prove-ownership.ts'
import { type Columns, column, required } from '../sql/columns.ts'
import { listRows } from '../sql/list-rows.ts'
import type { Store } from '../sql/store.ts'

type Row = {
  readonly tenant_id: TenantId
  readonly key_digest: Buffer
  readonly checked_at: Date
  readonly verdict: OwnershipVerdict
  readonly serial_number: string | null
  readonly manufacturer: string | null
  readonly model: string | null
  readonly device_id: DeviceId | null
}

const columns: Columns<'checkedAt' | 'key'> = {
  checkedAt: column('checked_at', 'date', required),
  key: { type: 'text', nullable: false, sql: sql`encode(key_digest, 'hex')` },
}
const newestFirst = [{ field: 'checkedAt', descending: true }] as const

export function ownershipChecksIn({ db, pool }: Pick<Store, 'db' | 'pool'>): OwnershipChecks {
  return {
    async keep({ tenantId, keyDigest, verdict, serialNumber, manufacturer, model, deviceId }) {
      const { rows } = await pool.query<{ checked_at: Date }>(
        `insert into ownership_check (tenant_id, key_digest, verdict, serial_number, manufacturer, model, device_id, checked_at)
         values ($1, $2, $3, $4, $5, $6, $7, business_now())
         on conflict (tenant_id, key_digest) do update set checked_at = excluded.checked_at, verdict = excluded.verdict,
           serial_number = excluded.serial_number, manufacturer = excluded.manufacturer, model = excluded.model,
           device_id = excluded.device_id
         returning checked_at`,
        [
          tenantId,
          Buffer.from(keyDigest, 'hex'),
          verdict,
          serialNumber,
          manufacturer,
          model,
          deviceId,
        ],
      )
      return rows[0]?.checked_at ?? new Date(0)
    },

    async list(tenantId, page) {
      const list = {
        from: sql.table('ownership_check'),
        within: sql<SqlBool>`tenant_id = ${tenantId}`,
        columns,
        ids: ['key'] as const,
      }
      const query = { order: newestFirst, page }
      const { rows, ...rest } = await listRows<Row, keyof typeof columns>(db, list, query)
      return { ...rest, rows: rows.map(toCheck) }
    },
  }
}

function toCheck(row: Row) {
  return {
    tenantId: row.tenant_id,
    keyDigest: row.key_digest.toString('hex'),
    checkedAt: row.checked_at,
    verdict: row.verdict,
    serialNumber: row.serial_number,
    manufacturer: row.manufacturer,
    model: row.model,
    deviceId: row.device_id,
  }
}
