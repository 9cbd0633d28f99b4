/** Sessions of devices, by the digest of their token, until they expire. */
import type { FindSession } from '../../core/deployment/session.ts'
import type { DeviceId } from '../../core/ids.ts'
import type { Store } from '../sql/store.ts'

type Row = { device_id: DeviceId; profile_id: string; begun_at: Date }

export function findSessionIn({ pool }: Pick<Store, 'pool'>): FindSession {
  return async (tenantId, digest) => {
    const { rows } = await pool.query<Row>({
      name: 'deployment-session',
      text: `select device_id, profile_id, begun_at from deployment_session
        where tenant_id = $1 and session_digest = $2 and expires_at > business_now()`,
      values: [tenantId, digest],
    })
    const [row] = rows
    if (row === undefined) return undefined
    const { device_id: deviceId, profile_id: profileId, begun_at: begunAt } = row
    return { tenantId, deviceId, profileId, digest, begunAt }
  }
}
