/** What sessions have to know about enrollments beside the one that they are of. */
import type { DeviceId, TenantId } from '../../core/ids.ts'
import type { Store } from '../sql/store.ts'

/** Whether a certificate was good for an enrollment that is over. */
export function hasEndedIn({ pool }: Pick<Store, 'pool'>) {
  return async (serialNumber: string): Promise<boolean> => {
    const { rows } = await pool.query(
      `select from device_certificate as held
         join enrollment on enrollment.tenant_id = held.tenant_id and enrollment.enrollment_id = held.enrollment_id
       where held.serial_number = $1 and enrollment.state = 'ended'`,
      [serialNumber],
    )
    return rows.length > 0
  }
}

type Registration = {
  readonly tenantId: TenantId
  readonly registrationId: DeviceId
  /** The enrollment that asks. */
  readonly id: string
}

/** Whether another enrollment in force is known to be that registration. */
export function isTakenIn({ pool }: Pick<Store, 'pool'>) {
  return async ({ tenantId, registrationId, id }: Registration): Promise<boolean> => {
    const { rows } = await pool.query(
      `select from enrollment where tenant_id = $1 and registration_id = $2 and enrollment_id <> $3
         and state <> 'ended'`,
      [tenantId, registrationId, id],
    )
    return rows.length > 0
  }
}
