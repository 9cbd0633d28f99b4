/** Secrets of applications, by the names that administrators know them by. */
import type { ApplicationSecrets, SecretName } from '../../core/applications/manage-applications.ts'
import type { Store } from '../sql/database.ts'

type Row = { secret_id: string; created_at: Date; expires_at: Date | null }

export function applicationSecretsIn({ pool }: Store): ApplicationSecrets {
  return {
    async list(tenantId, id) {
      const { rows } = await pool.query<Row>(
        `select secret_id, created_at, expires_at from application_secret
         where tenant_id = $1 and application_id = $2 order by created_at, secret_id`,
        [tenantId, id],
      )
      return rows.map(toName)
    },
    async add(tenantId, id, { digest, expiresAt }) {
      const { rows } = await pool.query<Row>(
        `insert into application_secret (tenant_id, application_id, digest, expires_at)
         values ($1, $2, $3, $4) returning secret_id, created_at, expires_at`,
        [tenantId, id, digest, expiresAt ?? null],
      )
      const [row] = rows
      if (row === undefined) throw new Error('the secret that was just stored is gone')
      return toName(row)
    },
    async revoke(tenantId, id, secretId) {
      const { rowCount } = await pool.query(
        'delete from application_secret where tenant_id = $1 and application_id = $2 and secret_id = $3',
        [tenantId, id, secretId],
      )
      return rowCount === 1
    },
  }
}

function toName({ secret_id, created_at, expires_at }: Row): SecretName {
  return { id: secret_id, createdAt: created_at, ...(expires_at && { expiresAt: expires_at }) }
}
