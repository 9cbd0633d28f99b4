/** Secrets of applications, by the ids that administrators see. */
import type { ApplicationSecrets, SecretName } from '../../core/applications/application-secrets.ts'
import type { Store } from '../sql/store.ts'

type Row = {
  secret_id: string
  display_name: string | null
  hint: string | null
  created_at: Date
  expires_at: Date | null
}

const columns = 'secret_id, display_name, hint, created_at, expires_at'

export function applicationSecretsIn({ pool }: Store): ApplicationSecrets {
  return {
    async list(tenantId, id) {
      const { rows } = await pool.query<Row>(
        `select ${columns} from application_secret
         where tenant_id = $1 and application_id = $2 order by created_at, secret_id`,
        [tenantId, id],
      )
      return rows.map(toName)
    },
    async add(tenantId, id, { digest, hint, displayName, expiresAt }) {
      const { rows } = await pool.query<Row>(
        `insert into application_secret (tenant_id, application_id, digest, expires_at, hint, display_name)
         values ($1, $2, $3, $4, $5, $6) returning ${columns}`,
        [tenantId, id, digest, expiresAt ?? null, hint, displayName],
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

function toName({ secret_id, display_name, hint, created_at, expires_at }: Row): SecretName {
  return {
    id: secret_id,
    displayName: display_name,
    hint,
    createdAt: created_at,
    ...(expires_at && { expiresAt: expires_at }),
  }
}
