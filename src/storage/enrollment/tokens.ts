/** Enrollment tokens, by the digest of their secret. */
import type { EnrollmentToken, EnrollmentTokens } from '../../core/enrollment/token.ts'
import { tokenMinutes } from '../../core/enrollment/token.ts'
import type { DeviceId, TenantId } from '../../core/ids.ts'
import { newUuid } from '../../core/uuid.ts'
import type { Store } from '../sql/store.ts'

type Row = {
  tenant_id: TenantId
  token_id: string
  means: EnrollmentToken['means']
  ownership: EnrollmentToken['ownership']
  user_id: string | null
  user_principal_name: string | null
  registration_id: DeviceId | null
  created_by: string
  created_at: Date
  expires_at: Date
  used_at: Date | null
  enrollment_id: string | null
  withdrawn_at: Date | null
}

const maxListed = 500

/** SQL: it can still be used. */
export const isUnused = 'used_at is null and withdrawn_at is null and expires_at > business_now()'

export function enrollmentTokensIn({ pool }: Pick<Store, 'pool'>): EnrollmentTokens {
  return {
    async add(token, digest) {
      const id = newUuid()
      const { rows } = await pool.query<{ expires_at: Date }>(
        `insert into enrollment_token (tenant_id, token_id, token_digest, means, ownership, user_id,
           user_principal_name, registration_id, created_by, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, business_now() + make_interval(mins => $10))
         returning expires_at`,
        [
          token.tenantId,
          id,
          digest,
          token.means,
          token.ownership,
          token.user?.id ?? null,
          token.user?.userPrincipalName ?? null,
          token.registrationId,
          token.createdBy,
          tokenMinutes,
        ],
      )
      return { id, expiresAt: rows[0]?.expires_at ?? new Date(0) }
    },

    async find(tenantId, digest) {
      const { rows } = await pool.query<Row>(
        `select * from enrollment_token where tenant_id = $1 and token_digest = $2 and ${isUnused}`,
        [tenantId, digest],
      )
      return rows[0] && toToken(rows[0])
    },

    async list(tenantId) {
      const { rows } = await pool.query<Row>(
        `select * from enrollment_token where tenant_id = $1 and means <> 'deployment'
         order by created_at desc, token_id desc limit $2`,
        [tenantId, maxListed],
      )
      return rows.map(toToken)
    },

    async withdraw(tenantId, id) {
      const { rowCount } = await pool.query(
        `update enrollment_token set withdrawn_at = business_now()
         where tenant_id = $1 and token_id = $2 and used_at is null and withdrawn_at is null`,
        [tenantId, id],
      )
      return rowCount === 1
    },
  }
}

function toToken(row: Row): EnrollmentToken {
  const { user_id: userId, user_principal_name: userPrincipalName } = row
  return {
    tenantId: row.tenant_id,
    id: row.token_id,
    means: row.means,
    ownership: row.ownership,
    user: userId === null || userPrincipalName === null ? null : { id: userId, userPrincipalName },
    registrationId: row.registration_id,
    createdBy: row.created_by,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    usedAt: row.used_at,
    enrollmentId: row.enrollment_id,
    withdrawnAt: row.withdrawn_at,
  }
}
