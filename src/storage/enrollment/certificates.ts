/** Certificates of enrolled devices, found by serial number whatever the tenant. */
import type { FindCertified } from '../../core/enrollment/enrollment.ts'
import type { Store } from '../sql/store.ts'
import { type EnrollmentRow, toEnrollment } from './enrollment-rows.ts'

export function findCertifiedIn({ pool }: Pick<Store, 'pool'>): FindCertified {
  return async (serialNumber) => {
    const { rows } = await pool.query<EnrollmentRow & { der: Buffer }>({
      name: 'certified-enrollment',
      text: `select enrollment.*, held.der from device_certificate as held
        join enrollment on enrollment.tenant_id = held.tenant_id and enrollment.enrollment_id = held.enrollment_id
        where held.serial_number = $1 and held.revoked_at is null
          and held.expires_at > business_now() and enrollment.state <> 'ended'`,
      values: [serialNumber.toLowerCase()],
    })
    const [row] = rows
    if (row === undefined) return undefined
    return { ...toEnrollment(row), certificate: row.der, certificateSerial: serialNumber }
  }
}
