/** Enrollment tokens, by the digest of their secret. */
import { type SqlBool, sql } from 'kysely'
import type {
  EnrollmentToken,
  EnrollmentTokens,
  NewEnrollmentToken,
} from '../../core/enrollment/token.ts'
import { tokenMinutes } from '../../core/enrollment/token.ts'
import type { DeviceId, TenantId } from '../../core/ids.ts'
import { newUuid } from '../../core/uuid.ts'
import { batched } from '../sql/batched.ts'
import { newestFirst } from '../sql/newest-first.ts'
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

/** SQL: it can still be used. */
export const isUnused = 'used_at is null and withdrawn_at is null and expires_at > business_now()'

export function enrollmentTokensIn({ db, pool }: Pick<Store, 'db' | 'pool'>): EnrollmentTokens {
  // Each device that boots is given one: those of a class that starts together are one statement.
  const add = batched<Added, Date>((tokens) => addAll(pool, tokens))
  return {
    async add(token, digest) {
      const id = newUuid()
      return { id, expiresAt: await add({ ...token, id, digest }) }
    },

    async find(tenantId, digest) {
      const { rows } = await pool.query<Row>(
        `select * from enrollment_token where tenant_id = $1 and token_digest = $2 and ${isUnused}`,
        [tenantId, digest],
      )
      return rows[0] && toToken(rows[0])
    },

    async list(tenantId, page) {
      const within = sql<SqlBool>`tenant_id = ${tenantId} and means <> 'deployment'`
      const made = { from: sql.table('enrollment_token'), within, at: 'created_at', id: 'token_id' }
      const found = await newestFirst<Row>(db, made, page)
      return { ...found, rows: found.rows.map(toToken) }
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

type Added = NewEnrollmentToken & { readonly id: string; readonly digest: Buffer }

/** Answers when each of them ends. */
async function addAll(
  pool: Pick<Store['pool'], 'query'>,
  tokens: readonly Added[],
): Promise<readonly Date[]> {
  const { rows } = await pool.query<{ expires_at: Date }>({
    name: 'add-enrollment-tokens',
    text: `insert into enrollment_token (tenant_id, token_id, token_digest, means, ownership, user_id,
        user_principal_name, registration_id, created_by, expires_at)
      select given.*, business_now() + make_interval(mins => $10)
      from unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::text[], $5::text[], $6::uuid[], $7::text[], $8::uuid[],
        $9::text[]) as given
      returning expires_at`,
    values: [
      tokens.map(({ tenantId }) => tenantId),
      tokens.map(({ id }) => id),
      tokens.map(({ digest }) => digest),
      tokens.map(({ means }) => means),
      tokens.map(({ ownership }) => ownership),
      tokens.map(({ user }) => user?.id ?? null),
      tokens.map(({ user }) => user?.userPrincipalName ?? null),
      tokens.map(({ registrationId }) => registrationId),
      tokens.map(({ createdBy }) => createdBy),
      tokenMinutes,
    ],
  })
  return rows.map((row) => row.expires_at)
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
