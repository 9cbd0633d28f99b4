/** Certificates of applications, by the ids that administrators see. */
import type {
  ApplicationCertificates,
  NamedCertificate,
} from '../../core/applications/application-certificates.ts'
import type { Store } from '../sql/store.ts'

type Row = { certificate_id: string; der: Buffer; display_name: string | null; created_at: Date }

const columns = 'certificate_id, der, display_name, created_at'

export function applicationCertificatesIn({ pool }: Store): ApplicationCertificates {
  return {
    async list(tenantId, id) {
      const { rows } = await pool.query<Row>(
        `select ${columns} from application_certificate
         where tenant_id = $1 and application_id = $2 order by created_at, certificate_id`,
        [tenantId, id],
      )
      return rows.map(toNamed)
    },
    async add(tenantId, id, { thumbprint, der, displayName }) {
      const { rows } = await pool.query<Row>(
        `insert into application_certificate (tenant_id, application_id, thumbprint, der, display_name)
         values ($1, $2, $3, $4, $5)
         on conflict (tenant_id, application_id, thumbprint)
           do update set display_name = coalesce(excluded.display_name, application_certificate.display_name)
         returning ${columns}`,
        [tenantId, id, thumbprint, der, displayName],
      )
      const [row] = rows
      if (row === undefined) throw new Error('the certificate that was just stored is gone')
      return toNamed(row)
    },
    async remove(tenantId, id, certificateId) {
      const { rowCount } = await pool.query(
        'delete from application_certificate where tenant_id = $1 and application_id = $2 and certificate_id = $3',
        [tenantId, id, certificateId],
      )
      return rowCount === 1
    },
  }
}

function toNamed({ certificate_id, der, display_name, created_at }: Row): NamedCertificate {
  return { id: certificate_id, der, displayName: display_name, createdAt: created_at }
}
