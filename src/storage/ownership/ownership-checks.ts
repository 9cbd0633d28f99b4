/** What devices have proved of themselves to tenants that asked: the latest of each. */
import type { DeviceId, TenantId } from '../../core/ids.ts'
import type { OwnershipChecks, OwnershipVerdict } from '../../core/ownership/prove-ownership.ts'
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

const maxListed = 1_000

export function ownershipChecksIn({ pool }: Pick<Store, 'pool'>): OwnershipChecks {
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

    async list(tenantId) {
      const { rows } = await pool.query<Row>(
        'select * from ownership_check where tenant_id = $1 order by checked_at desc, key_digest limit $2',
        [tenantId, maxListed],
      )
      return rows.map((row) => ({
        tenantId: row.tenant_id,
        keyDigest: row.key_digest.toString('hex'),
        checkedAt: row.checked_at,
        verdict: row.verdict,
        serialNumber: row.serial_number,
        manufacturer: row.manufacturer,
        model: row.model,
        deviceId: row.device_id,
      }))
    },
  }
}
