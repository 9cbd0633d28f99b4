/**
 * Answers kept under the keys of their requests. They are encrypted: an answer may hold a new secret, and a body whose
 * digest could be guessed a code.
 *
 * A key is reserved by an advisory lock of the transaction, which ends with it however it ends. The primary key stands
 * behind it: a second answer under the same key undoes the effect that it belongs to.
 */
import type { KeptAnswer, KeptAnswers, RequestKey } from '../../core/idempotency/kept-answers.ts'
import { keptHours } from '../../core/idempotency/kept-answers.ts'
import type { Wrap } from '../../core/wrap.ts'
import type { Store } from '../sql/store.ts'

type Stored = Omit<KeptAnswer, 'body'> & { readonly body: string }

export function keptAnswersIn({ pool }: Pick<Store, 'pool'>, wrap: Wrap): KeptAnswers {
  return {
    async claim(key) {
      const { rows: locks } = await pool.query<{ free: boolean }>(
        'select pg_try_advisory_xact_lock($1::bigint) as free',
        [lockOf(key)],
      )
      if (locks[0]?.free !== true) return 'running'
      // A statement of its own: its snapshot is younger than the lock, and sees what the last holder committed.
      const { rows } = await pool.query<{ wrapped: Buffer }>(
        `select answer as wrapped from kept_answer
         where tenant_id = $1 and key_digest = $2 and expires_at > business_now()`,
        [key.tenantId, key.digest],
      )
      const [kept] = rows
      if (kept === undefined) return 'free'
      const text = Buffer.from(wrap.unwrap(kept.wrapped, contextOf(key))).toString()
      const { body, ...rest } = JSON.parse(text) as Stored
      return { ...rest, body: Buffer.from(body, 'base64') }
    },

    async keep(key, { body, ...rest }) {
      const stored: Stored = { ...rest, body: Buffer.from(body).toString('base64') }
      const wrapped = wrap.wrap(Buffer.from(JSON.stringify(stored)), contextOf(key))
      const { rowCount } = await pool.query(
        `insert into kept_answer (tenant_id, key_digest, answer, expires_at)
         values ($1, $2, $3, business_now() + make_interval(hours => $4))
         on conflict (tenant_id, key_digest) do update
           set answer = excluded.answer, expires_at = excluded.expires_at
           where kept_answer.expires_at <= business_now()`,
        [key.tenantId, key.digest, Buffer.from(wrapped), keptHours],
      )
      if (rowCount !== 1) throw new Error('an answer is already kept under this key')
    },
  }
}

function contextOf({ tenantId, digest }: RequestKey): string {
  return `kept_answer:${tenantId}:${Buffer.from(digest).toString('hex')}`
}

function lockOf({ digest }: RequestKey): string {
  return Buffer.from(digest).readBigInt64BE().toString()
}
