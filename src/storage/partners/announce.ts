/** Writes events for several tenants; the ends of their trails are always locked in the same order. */

import type { Announce } from '../../core/partners/announce.ts'
import { parseUuid } from '../../core/uuid.ts'
import { lockTrails, writeEvent } from '../events/write-event.ts'
import type { Store } from '../sql/store.ts'

/** `actingIn`: the tenant whose trail the act itself is written to afterwards. */
export function announceIn({ pool }: Pick<Store, 'pool'>, actingIn?: string): Announce {
  return async (announcements) => {
    await lockTrails(pool, [...announcements.map(({ tenantId }) => tenantId), actingIn])
    for (const { tenantId, type, subject, detail } of announcements)
      await writeEvent(pool, tenantId, {
        type,
        subjects: [parseUuid(subject) ?? subject],
        detail,
      })
  }
}
