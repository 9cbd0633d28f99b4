/** Certificates of devices that are released without a next owner. */
import type { Certification } from '../../core/devices/release-devices.ts'
import type { DeviceId, TenantId } from '../../core/ids.ts'
import type { CertificateSigner } from '../../core/transfers/release-certificate.ts'
import type { ReleaseCertificate } from '../../core/transfers/transfer.ts'
import type { Wrap } from '../../core/wrap.ts'
import { unwrapRecord } from '../identity/records.ts'
import type { Store } from '../sql/store.ts'
import { issueCertificates } from './certificates.ts'

type Row = {
  device_id: DeviceId
  serial_number: string
  manufacturer: string | null
  model: string | null
  product_key: string | null
  record: Buffer | null
}

export function certificationIn(
  { pool }: Pick<Store, 'pool'>,
  { wrap, signer }: { readonly wrap: Wrap; readonly signer: CertificateSigner },
): Certification {
  return {
    async describe(tenantId, ids) {
      const { rows } = await pool.query<Row>(
        `select device.device_id, device.serial_number, device.manufacturer, device.model, device.product_key, identity.record
         from (select * from device where tenant_id = $1 and device_id = any($2::uuid[])
           union all select row.* from deleted_device as deleted, jsonb_populate_record(null::device, deleted.device) as row
             where deleted.tenant_id = $1 and deleted.device_id = any($2::uuid[]) and deleted.state = 'reserved') as device
         left join device_identity as identity on identity.tenant_id = $1 and identity.device_id = device.device_id`,
        [tenantId, ids],
      )
      return rows.map((row) => ({
        from: row.device_id,
        serialNumber: row.serial_number,
        manufacturer: row.manufacturer,
        model: row.model,
        productKeyId: row.product_key,
        ekDigest: row.record
          ? unwrapRecord(wrap, row.device_id, row.record).board.ekDigests.at(-1)
          : undefined,
      }))
    },

    async issue(tenantId, devices) {
      await issueCertificates(pool, signer, {
        kind: 'release',
        from: tenantId,
        to: null,
        transferId: null,
        anonymous: false,
        devices: devices.map((each) => ({ ...each, to: null })),
      })
    },
  }
}

/** Of one registration of the tenant: that it left, or came. */
export function certificatesOfIn({ pool }: Pick<Store, 'pool'>) {
  return async (tenantId: TenantId, id: DeviceId): Promise<readonly ReleaseCertificate[]> => {
    const { rows } = await pool.query<Omit<ReleaseCertificate, 'serialNumber'>>(
      `select certificate_id as id, kind, sequence, jws from release_certificate
       where (tenant_id = $1 and device_id = $2) or (to_tenant_id = $1 and to_device_id = $2) order by issued_at, sequence`,
      [tenantId, id],
    )
    return rows.map((row) => ({ ...row, serialNumber: serialIn(row.jws) }))
  }
}

function serialIn(jws: string): string {
  const claims: { device: { serialNumber: string } } = JSON.parse(
    Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString('utf8'),
  )
  return claims.device.serialNumber
}
