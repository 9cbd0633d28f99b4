/** What a person has and what the tenant wants, in one statement: every request for a sign-in asks. */

import type { Store } from '../../../storage/sql/store.ts'
import {
  defaultFactorPolicy,
  type FactorPolicies,
  type FactorPolicy,
  type FactorStanding,
  type FactorStandings,
} from '../../core/factors/factor-policy.ts'

export const factorStanding = `select
  (select count(*)::integer from passkey where (tenant_id, user_id) = ($1, $2)) as passkeys,
  (select count(*)::integer from oath_token
    where (tenant_id, user_id) = ($1, $2) and activated_at is not null) as tokens,
  coalesce((select cardinality(digests) from recovery_code_set where (tenant_id, user_id) = ($1, $2)), 0) as codes,
  (select count(*)::integer from factor_removal where (tenant_id, user_id) = ($1, $2)) as removals,
  policy.factor_required, policy.strict_codes, policy.passkey_roles
  from (values (1)) as one left join tenant_factor_policy as policy on policy.tenant_id = $1`

const policy =
  'select factor_required, strict_codes, passkey_roles from tenant_factor_policy where tenant_id = $1'

const setPolicy = `
  insert into tenant_factor_policy (tenant_id, factor_required, strict_codes, passkey_roles) values ($1, $2, $3, $4)
  on conflict (tenant_id) do update set factor_required = $2, strict_codes = $3, passkey_roles = $4`

/** Nulls: the tenant has set nothing. */
type PolicyRow = {
  readonly factor_required: boolean | null
  readonly strict_codes: boolean | null
  readonly passkey_roles: string[] | null
}

export type StandingRow = PolicyRow & {
  readonly passkeys: number
  readonly tokens: number
  readonly codes: number
  readonly removals: number
}

export function factorStandingsIn({ pool }: Store): FactorStandings {
  return async (tenantId, personId) => {
    const { rows } = await pool.query<StandingRow>({
      name: 'factor-standing',
      text: factorStanding,
      values: [tenantId, personId],
    })
    const [row] = rows
    if (row === undefined) throw new Error('a select without a table gave no row')
    return toStanding(row)
  }
}

export function toStanding(row: StandingRow): FactorStanding {
  const { passkeys, tokens: activeTokens, codes: recoveryCodes, removals: pendingRemovals } = row
  return { ...policyOf(row), passkeys, activeTokens, recoveryCodes, pendingRemovals }
}

export function factorPoliciesIn({ pool }: Store): FactorPolicies {
  return {
    async find(tenantId) {
      const { rows } = await pool.query<PolicyRow>(policy, [tenantId])
      return rows[0] === undefined ? defaultFactorPolicy : policyOf(rows[0])
    },
    async set(tenantId, { factorRequired, strictCodes, passkeyRoles }) {
      await pool.query(setPolicy, [tenantId, factorRequired, strictCodes, [...passkeyRoles]])
    },
  }
}

function policyOf({ factor_required, strict_codes, passkey_roles }: PolicyRow): FactorPolicy {
  return {
    factorRequired: factor_required ?? defaultFactorPolicy.factorRequired,
    strictCodes: strict_codes ?? defaultFactorPolicy.strictCodes,
    passkeyRoles: passkey_roles ?? defaultFactorPolicy.passkeyRoles,
  }
}
