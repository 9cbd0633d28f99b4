/** Writes events for several tenants; the ends of their trails are always locked in the same order. */
import { parseUuid } from '../../core/ids.ts'
import type { Announce } from '../../core/partners/announce.ts'
import { writeEvent } from '../events/write-event.ts'
import type { Store } from '../sql/store.ts'

/** `actingIn`: the tenant whose trail the act itself is written to afterwards. */
export function announceIn({ pool }: Pick<Store, 'pool'>, actingIn?: string): Announce {
  return async (announcements) => {
    const tenants = [...new Set([...announcements.map(({ tenantId }) => tenantId), actingIn])]
      .filter((each) => each !== undefined)
      .toSorted()
    for (const tenant of tenants) {
      await pool.query(
        `insert into audit_head values ($1, 0, decode(repeat('00', 32), 'hex')) on conflict do nothing`,
        [tenant],
      )
      await pool.query('select from audit_head where tenant_id = $1 for update', [tenant])
    }
    for (const { tenantId, kind, subject } of announcements)
      await writeEvent(pool, tenantId, { kind, subjects: [parseUuid(subject) ?? subject] })
  }
}
