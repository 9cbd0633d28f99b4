/**
 * Attempts, counted in one statement each, so that simultaneous ones on any server all count.
 *
 * An attempt beyond the limit changes nothing, and the statement returns no row.
 */

import type { TenantId } from '../../core/ids.ts'
import { digest } from '../../storage/secrets/digest.ts'
import type { Store } from '../../storage/sql/store.ts'
import type { AttemptRule, Attempts } from '../core/attempts.ts'

/** Windows of a locked account double up to this many times their length: from 15 minutes to 16 hours. */
const maxDoublings = 6

const take = `
  insert into attempt (tenant_id, kind, subject_digest, used, failures, window_ends_at)
  values ($1, $2, $3, 1, 1, business_now() + make_interval(secs => $5))
  on conflict (tenant_id, kind, subject_digest) do update set
    used = case when attempt.window_ends_at <= business_now() then 1 else attempt.used + 1 end,
    failures = attempt.failures + 1,
    window_ends_at = case when attempt.window_ends_at > business_now() then attempt.window_ends_at
      else business_now() + make_interval(secs => $5 * power(2, greatest(0, least(attempt.failures - $6::integer + 1, ${maxDoublings})))) end
  where attempt.window_ends_at <= business_now() or (attempt.used < $4 and attempt.failures < $6::integer)
  returning 1`

const remaining = `
  select greatest(1, ceil(extract(epoch from window_ends_at - business_now())))::integer as seconds
  from attempt where (tenant_id, kind, subject_digest) = ($1, $2, $3)`

/** A rule without a lock has a lock that is never reached. */
const never = 2 ** 30

export function attemptsIn({ pool }: Store): Attempts {
  async function allSucceeded(
    tenantId: TenantId,
    counts: readonly { readonly kind: string; readonly subject: string }[],
  ): Promise<void> {
    const kinds = counts.map(({ kind }) => kind)
    const subjects = counts.map(({ subject }) => digest(subject))
    await pool.query(
      `delete from attempt using unnest($2::text[], $3::bytea[]) as settled(kind, subject)
       where (attempt.tenant_id, attempt.kind, attempt.subject_digest) = ($1, settled.kind, settled.subject)`,
      [tenantId, kinds, subjects],
    )
  }

  return {
    async take(tenantId, rule, subject) {
      const key = [tenantId, rule.kind, digest(subject)]
      const { rowCount } = await pool.query({
        name: 'take-attempt',
        text: take,
        values: [...key, ...limitsOf(rule)],
      })
      if (rowCount === 1) return { allowed: true }
      const { rows } = await pool.query<{ seconds: number }>(remaining, key)
      return { allowed: false, retryAfter: rows[0]?.seconds ?? 1 }
    },
    succeeded: (tenantId, kind, subject) => allSucceeded(tenantId, [{ kind, subject }]),
    allSucceeded,
  }
}

function limitsOf({ perWindow, windowSeconds, lockAfter = never }: AttemptRule) {
  return [perWindow, windowSeconds, lockAfter]
}
