/** TPM keys that wait for confirmation, and confirmed ones. */
import type { DeviceKeys } from '../../core/deployment/device-key.ts'
import type { Store } from '../sql/store.ts'
import { addEvent } from './contact-log.ts'

type Row = {
  digest: string
  state: 'waiting' | 'bound' | 'rejected'
  proposed_at: Date
  decided_at: Date | null
  decided_by: string | null
}

export function deviceKeysIn({
  pool,
  transaction,
}: Pick<Store, 'pool' | 'transaction'>): DeviceKeys {
  return {
    async list(tenantId, deviceId) {
      const { rows } = await pool.query<Row>(
        `select encode(digest, 'hex') as digest, state, proposed_at, decided_at, decided_by from device_key
         where tenant_id = $1 and device_id = $2 order by proposed_at`,
        [tenantId, deviceId],
      )
      return rows.map((row) => ({
        digest: row.digest,
        state: row.state,
        proposedAt: row.proposed_at,
        decidedAt: row.decided_at,
        decidedBy: row.decided_by,
      }))
    },

    decide({ tenantId, deviceId }, digest, { state, by }) {
      return transaction(async ({ client }) => {
        const { rowCount } = await client.query(
          `update device_key set state = $4, decided_at = business_now(), decided_by = $5
           where tenant_id = $1 and device_id = $2 and digest = $3 and state = 'waiting'`,
          [tenantId, deviceId, Buffer.from(digest, 'hex'), state, by],
        )
        if (rowCount === 0) return false
        if (state === 'bound')
          await addEvent(
            client,
            { tenantId, deviceId },
            { kind: 'key-bound', code: null, detail: by },
          )
        return true
      })
    },
  }
}
