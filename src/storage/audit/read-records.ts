/** A tenant's whole trail in order, page by page, as links of the chain. */
import { type AuditRecord, chainStart } from '../../core/audit/chain.ts'
import type { FiledWords } from '../../core/audit/filed-words.ts'
import type { Queryable } from '../sql/queryable.ts'

const pageRows = 1_000

type Row = { seq: string; at: string; entry: string; hash: string } & FiledWords

/**
 * From entry `from` on; absent = all that there is, whatever its number: what lists show must be verified. `prev` is
 * what the row before holds, whatever that is.
 */
export async function* auditRecords(
  pool: Queryable,
  tenantId: string,
  from?: number,
): AsyncGenerator<AuditRecord> {
  let after = from === undefined ? Number.MIN_SAFE_INTEGER : from - 1
  let prev = await hashAt(pool, tenantId, after)
  for (;;) {
    const { rows } = await pool.query<Row>(
      `select seq, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, entry, encode(hash, 'hex') as hash,
         activity, actor, result, category, operation, application,
         case when subjects is not null then array(select encode(subject, 'hex') from unnest(subjects) as subject) end as subjects
       from audit_entry where tenant_id = $1 and seq > $2 order by seq limit ${pageRows}`,
      [tenantId, after],
    )
    for (const { seq, at, entry, hash, ...filed } of rows) {
      after = Number(seq)
      yield { tenantId, seq: after, at, entry, prev, hash, filed }
      prev = hash
    }
    if (rows.length < pageRows) return
  }
}

async function hashAt(pool: Queryable, tenantId: string, seq: number): Promise<string> {
  const { rows } = await pool.query<{ hash: string }>(
    `select encode(hash, 'hex') as hash from audit_entry where tenant_id = $1 and seq = $2`,
    [tenantId, seq],
  )
  return rows[0]?.hash ?? chainStart
}
