/** What a person has and what the tenant wants, in one statement: every request for a sign-in asks. */
import type { FactorStandings } from '../../core/factors/factor-policy.ts'
import type { TenantId } from '../../core/ids.ts'
import type { Store } from '../database.ts'

const standing = `select
  (select count(*)::integer from passkey where (tenant_id, user_id) = ($1, $2)) as passkeys,
  (select count(*)::integer from oath_token
    where (tenant_id, user_id) = ($1, $2) and activated_at is not null) as tokens,
  coalesce((select cardinality(digests) from recovery_code_set where (tenant_id, user_id) = ($1, $2)), 0) as codes,
  coalesce(p.factor_required, false) as required,
  coalesce(p.strict_codes, false) as strict
  from (values (1)) as one left join tenant_factor_policy p on p.tenant_id = $1`

type Row = {
  readonly passkeys: number
  readonly tokens: number
  readonly codes: number
  readonly required: boolean
  readonly strict: boolean
}

export function factorStandingsIn({ pool }: Store): FactorStandings {
  return async (tenantId, personId) => {
    const { rows } = await pool.query<Row>({
      name: 'factor-standing',
      text: standing,
      values: [tenantId, personId],
    })
    const [row] = rows
    if (row === undefined) throw new Error('a select without a table gave no row')
    return {
      passkeys: row.passkeys,
      activeTokens: row.tokens,
      recoveryCodes: row.codes,
      factorRequired: row.required,
      strictCodes: row.strict,
    }
  }
}

export type FactorPolicy = { readonly factorRequired: boolean; readonly strictCodes: boolean }

export async function setFactorPolicy(
  { pool }: Store,
  tenantId: TenantId,
  { factorRequired, strictCodes }: FactorPolicy,
): Promise<void> {
  await pool.query(
    `insert into tenant_factor_policy (tenant_id, factor_required, strict_codes) values ($1, $2, $3)
     on conflict (tenant_id) do update set factor_required = $2, strict_codes = $3`,
    [tenantId, factorRequired, strictCodes],
  )
}
