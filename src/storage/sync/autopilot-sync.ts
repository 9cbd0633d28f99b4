/** The manual sync of each tenant in PostgreSQL. */
import { randomUUID } from 'node:crypto'
import type { Syncs } from '../../core/sync/autopilot-sync.ts'
import type { Store } from '../sql/store.ts'

export function syncsIn({ pool }: Pick<Store, 'pool'>): Syncs {
  return {
    async find(tenantId) {
      const { rows } = await pool.query<{ settings_id: string; triggered_at: Date | null }>(
        `insert into autopilot_sync (tenant_id, settings_id) values ($1, $2)
         on conflict (tenant_id) do update set settings_id = autopilot_sync.settings_id
         returning settings_id, triggered_at`,
        [tenantId, randomUUID()],
      )
      return { settingsId: rows[0]?.settings_id ?? '', triggeredAt: rows[0]?.triggered_at ?? null }
    },

    async trigger(tenantId, at, notAfter) {
      const { rowCount } = await pool.query(
        `insert into autopilot_sync (tenant_id, settings_id, triggered_at) values ($1, $2, $3)
         on conflict (tenant_id) do update set triggered_at = excluded.triggered_at
         where autopilot_sync.triggered_at is null or autopilot_sync.triggered_at <= $4`,
        [tenantId, randomUUID(), at, notAfter],
      )
      return rowCount === 1
    },
  }
}
