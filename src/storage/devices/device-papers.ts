import type { CertificateLine, DevicePapers } from '../../core/devices/device-papers.ts'
import type { DeviceId, RepairCaseId } from '../../core/ids.ts'
import type { Store } from '../sql/store.ts'

const maxListed = 100

export function devicePapersIn({ pool }: Pick<Store, 'pool'>): DevicePapers {
  return {
    async channel(tenantId, id) {
      const { rows } = await pool.query<{ channel: string }>(
        'select channel from device where tenant_id = $1 and device_id = $2',
        [tenantId, id],
      )
      return rows[0]?.channel ?? ''
    },

    async certificates(tenantId, id) {
      const { rows } = await pool.query<{
        certificate_id: string
        kind: string
        sequence: number
        side: CertificateLine['side']
        issued_at: Date
      }>(
        `select certificate_id, kind, sequence, 'giver' as side, issued_at from release_certificate
           where tenant_id = $1 and device_id = $2
         union all
         select certificate_id, kind, sequence, 'receiver' as side, issued_at from release_certificate
           where to_tenant_id = $1 and to_device_id = $2
         order by issued_at, sequence limit $3`,
        [tenantId, id, maxListed],
      )
      return rows.map((row) => ({
        id: row.certificate_id,
        kind: row.kind,
        sequence: row.sequence,
        side: row.side,
        issuedAt: row.issued_at,
      }))
    },

    async replaced(tenantId, id) {
      const { rows } = await pool.query<{
        device_id: DeviceId
        group_tag: string | null
        serial_number: string
        at: Date
        case_id: RepairCaseId
      }>(
        `select device_id, group_tag, serial_number, coalesce(reregistered_at, opened_at) as at, case_id from repair_case
         where tenant_id = $1 and new_device_id = $2 order by at desc limit $3`,
        [tenantId, id, maxListed],
      )
      return rows.map((row) => ({
        id: row.device_id,
        groupTag: row.group_tag,
        serialNumber: row.serial_number,
        replacedAt: row.at,
        repairId: row.case_id,
      }))
    },

    async earlier(tenantId, { id, serialNumber }) {
      if (serialNumber === '') return []
      const { rows } = await pool.query<{
        device_id: DeviceId
        group_tag: string | null
        state: string
        deleted_at: Date
        deleted_by: string
      }>(
        `select device_id, group_tag, state, deleted_at, deleted_by from deleted_device
         where tenant_id = $1 and serial_number = $2 and device_id <> $3 order by deleted_at desc limit $4`,
        [tenantId, serialNumber, id, maxListed],
      )
      return rows.map((row) => ({
        id: row.device_id,
        groupTag: row.group_tag,
        state: row.state,
        deletedAt: row.deleted_at,
        deletedBy: row.deleted_by,
      }))
    },
  }
}
