/**
 * How many answers about devices of other tenants one may still be given today.
 *
 * The operator's number, or one for each fifty devices that the tenant has registered today, whichever is more: who
 * imports a fleet meets devices of others in it, who only asks has no fleet. So new devices of an honest import do not
 * wait, and each further answer costs a prober fifty registrations that stay visible. Past it everything waits
 * that is not the tenant's own: so that a waiting row reveals nothing.
 */
import type pg from 'pg'
import type { TenantRules } from '../../core/imports/slice.ts'

/** Registered devices that are worth one answer. */
const devicesPerAnswer = 50

export type DisclosureBudget = {
  readonly left: number
  /** How many disclosures are allowed today. */
  readonly whole: number
  /** Read along: they need no statement of their own. */
  readonly rules: Omit<TenantRules, 'crossTenantDisclosuresLeft' | 'registrationsLeft'>
}

export const noBudget: DisclosureBudget = {
  left: 0,
  whole: 0,
  rules: { forbidsHashOnlyClaims: false, declaresUnknown: false, hasDeclared: false },
}

export async function disclosureBudget(
  client: Pick<pg.ClientBase, 'query'>,
  tenantId: string,
): Promise<DisclosureBudget> {
  const { rows } = await client.query<{
    answers: number
    allowed: number
    forbids: boolean
    declares: boolean
    has_declared: boolean
  }>({
    name: 'disclosure-budget',
    text: `select tenant.cross_tenant_disclosures_per_day as allowed, coalesce(disclosure.disclosures, 0) as answers,
        coalesce(policy.forbid_hash_only_claims, false) as forbids, tenant.unknown_tuples = 'declare' as declares,
        tenant.unknown_tuples = 'declare' or exists (select from device
          where device.tenant_id = $1 and device.tuple_token is not null) as has_declared
      from tenant left join cross_tenant_disclosure as disclosure on disclosure.tenant_id = tenant.tenant_id
        and disclosure.day = (business_now() at time zone 'UTC')::date
      left join deployment_policy as policy on policy.tenant_id = tenant.tenant_id
      where tenant.tenant_id = $1`,
    values: [tenantId],
  })
  const [row] = rows
  if (row === undefined) return noBudget
  const { allowed, answers, forbids, declares, has_declared } = row
  const byFleet = allowed > 0 && answers >= allowed ? await ofFleet(client, tenantId) : 0
  const whole = Math.max(allowed, byFleet)
  const rules = {
    forbidsHashOnlyClaims: forbids,
    declaresUnknown: declares,
    hasDeclared: has_declared,
  }
  return { left: whole - answers, whole, rules }
}

/** Counted only where it matters. */
async function ofFleet(client: Pick<pg.ClientBase, 'query'>, tenantId: string): Promise<number> {
  const { rows } = await client.query<{ registered: number }>({
    name: 'registered-today',
    text: `select count(*)::integer as registered from device
      where tenant_id = $1 and registered_at >= date_trunc('day', business_now() at time zone 'UTC') at time zone 'UTC'`,
    values: [tenantId],
  })
  return Math.floor((rows[0]?.registered ?? 0) / devicesPerAnswer)
}
