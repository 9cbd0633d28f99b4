/** Events of first boots, newest first. */
import type {
  DeploymentEvent,
  DeploymentEvents,
  DeploymentFailure,
} from '../../core/deployment/deployment-event.ts'
import { hasReachedTag, reachedTags } from '../access/reached-tags.ts'
import type { Store } from '../sql/store.ts'
import { addEvent } from './contact-log.ts'

export function deploymentEventsIn({ pool }: Pick<Store, 'pool'>): DeploymentEvents {
  return {
    add: (holder, event) => addEvent(pool, holder, event),

    async list(tenantId, deviceId, { limit, before }) {
      const { rows } = await pool.query<DeploymentEvent>(
        `select event_id as id, at, kind, code, detail from deployment_event
         where tenant_id = $1 and device_id = $2 and ($3::uuid is null or event_id < $3)
         order by event_id desc limit $4`,
        [tenantId, deviceId, before ?? null, limit],
      )
      return rows
    },

    async failures(tenantId, days, scope) {
      const { rows } = await pool.query<DeploymentFailure>(
        `select code, count(distinct device_id)::int as devices, max(at) as "lastAt" from deployment_event
         where tenant_id = $1 and code is not null and at > business_now() - make_interval(days => $2)
           and ($3::text[] is null or exists (select from device where device.tenant_id = $1
             and device.device_id = deployment_event.device_id and ${hasReachedTag('device.group_tag', 3)}))
         group by code order by devices desc, code limit 100`,
        [tenantId, days, reachedTags(scope)],
      )
      return rows
    },
  }
}
