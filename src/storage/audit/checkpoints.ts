/** Checkpoints in PostgreSQL: made for chains that have grown, at most one per end. */
import type { Checkpoint } from '../../core/audit/audit-trail.ts'
import type { CheckpointSigner } from '../../core/audit/checkpoint.ts'
import type { Queryable } from '../sql/queryable.ts'

type Row = {
  tenant_id: string
  seq: string
  hash: string
  at: string
  key_id: string
  signature: string
}

const asText = `to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at`

/** Signs the ends of all chains that have grown since their last checkpoint, and returns those. */
export async function makeCheckpoints(
  pool: Queryable,
  signer: CheckpointSigner,
): Promise<readonly Checkpoint[]> {
  const { rows } = await pool.query<Row>(
    `select head.tenant_id, head.seq, encode(head.hash, 'hex') as hash, ${asText.replace('at at', 'now() at')}
     from audit_head as head where head.seq > coalesce(
       (select max(checkpoint.seq) from audit_checkpoint as checkpoint where checkpoint.tenant_id = head.tenant_id), 0)`,
  )
  const made = rows.map(({ tenant_id, seq, hash, at }) =>
    signer.sign({ tenantId: tenant_id, seq: Number(seq), hash, at }),
  )
  if (made.length === 0) return []
  const { rows: kept } = await pool.query<{ tenant_id: string }>(
    `insert into audit_checkpoint (tenant_id, seq, hash, at, key_id, signature)
     select tenant_id, seq, decode(hash, 'hex'), signed_at, key_id, decode(signature, 'base64')
     from unnest($1::uuid[], $2::bigint[], $3::text[], $4::timestamptz[], $5::text[], $6::text[])
       as made(tenant_id, seq, hash, signed_at, key_id, signature)
     on conflict do nothing returning tenant_id`,
    [
      made.map((each) => each.tenantId),
      made.map((each) => each.seq),
      made.map((each) => each.hash),
      made.map((each) => each.at),
      made.map((each) => each.keyId),
      made.map((each) => each.signature),
    ],
  )
  const own = new Set(kept.map(({ tenant_id }) => tenant_id))
  return made.filter(({ tenantId }) => own.has(tenantId))
}

const columns = `tenant_id, seq, encode(hash, 'hex') as hash, ${asText}, key_id,
  encode(signature, 'base64') as signature`

/** Oldest first. */
export async function checkpointsOf(
  pool: Queryable,
  tenantId: string,
): Promise<readonly Checkpoint[]> {
  const { rows } = await pool.query<Row>(
    `select ${columns} from audit_checkpoint where tenant_id = $1 order by seq`,
    [tenantId],
  )
  return rows.map(checkpointOf)
}

/** Of all tenants, oldest first; undefined = all. */
export async function checkpointsSince(
  pool: Queryable,
  time: Date | undefined,
): Promise<readonly Checkpoint[]> {
  const { rows } = await pool.query<Row>(
    `select ${columns} from audit_checkpoint as signed
     where $1::timestamptz is null or signed.at >= $1 order by signed.at, tenant_id, seq`,
    [time ?? null],
  )
  return rows.map(checkpointOf)
}

function checkpointOf(row: Row): Checkpoint {
  return {
    tenantId: row.tenant_id,
    seq: Number(row.seq),
    hash: row.hash,
    at: row.at,
    keyId: row.key_id,
    signature: row.signature.replaceAll('\n', ''),
  }
}
