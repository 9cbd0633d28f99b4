/** Codes and submissions as administrators see them. */
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { TagScope } from '../../core/access/tag-scope.ts'
import type { TenantId } from '../../core/ids.ts'
import type { IntakeDesk } from '../../core/intake/intake.ts'
import { parseUuid } from '../../core/uuid.ts'
import type { Wrap } from '../../core/wrap.ts'
import { hasReachedTag, reachedBy, reachedTags } from '../access/reached-tags.ts'
import { newestFirst } from '../sql/newest-first.ts'
import type { Store } from '../sql/store.ts'
import {
  type CodeRow,
  codeColumns,
  payloadContext,
  type SubmissionRow,
  submissionColumns,
  toCode,
  toSubmission,
} from './intake-rows.ts'

export function intakeDeskIn({ db, pool }: Pick<Store, 'db' | 'pool'>, wrap: Wrap): IntakeDesk {
  return {
    async addCode({ tenantId, id, kind, label, groupTag, createdBy, minutes }, digest) {
      const { rows } = await pool.query<CodeRow>(
        `insert into intake_code (tenant_id, code_id, code_digest, kind, label, group_tag, created_by, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, business_now() + make_interval(mins => $8)) returning ${codeColumns}`,
        [tenantId, id, digest, kind, label, groupTag, createdBy, minutes],
      )
      if (rows[0] === undefined) throw new Error('the code was not stored')
      return toCode(rows[0])
    },

    async listCodes(tenantId, scope, page) {
      const within = reached(tenantId, scope)
      const made = { from: sql.table('intake_code'), within, at: 'created_at', id: 'code_id' }
      const found = await newestFirst<CodeRow>(db, made, page)
      return { ...found, rows: found.rows.map(toCode) }
    },

    async withdrawCode(tenantId, id, scope) {
      const { rowCount } = await pool.query(
        `update intake_code set withdrawn_at = business_now()
         where tenant_id = $1 and code_id = $2 and withdrawn_at is null and used_at is null
           and ${hasReachedTag('group_tag', 3)}`,
        [tenantId, parseUuid(id), reachedTags(scope)],
      )
      return rowCount === 1
    },

    async listSubmissions(tenantId, scope, page) {
      const within = reached(tenantId, scope)
      const from = sql`(select ${sql.raw(submissionColumns)}, state = 'pending' as is_undecided
        from intake_submission) as submission`
      const order = { before: 'is_undecided', at: 'submitted_at', id: 'submission_id' }
      const found = await newestFirst<SubmissionRow>(db, { from, within, ...order }, page)
      return { ...found, rows: found.rows.map(toSubmission) }
    },

    async find(tenantId, id) {
      const { rows } = await pool.query<SubmissionRow>(
        `select ${submissionColumns} from intake_submission where tenant_id = $1 and submission_id = $2`,
        [tenantId, parseUuid(id)],
      )
      return rows[0] && toSubmission(rows[0])
    },

    async hold(tenantId, id) {
      const { rows } = await pool.query<{ submission_id: string; payload: Buffer }>(
        `select submission_id, payload from intake_submission
         where tenant_id = $1 and submission_id = $2 and state = 'pending' and expires_at > business_now()
           and payload is not null for update`,
        [tenantId, parseUuid(id)],
      )
      const [row] = rows
      return row && wrap.unwrap(row.payload, payloadContext(row.submission_id))
    },

    async decide(tenantId, id, { state, by, reason, receiptId, associationId }) {
      await pool.query(
        `update intake_submission set state = $3, decided_by = $4, reason = $5, receipt_id = $6, association_id = $7,
           decided_at = business_now(), payload = null
         where tenant_id = $1 and submission_id = $2 and state = 'pending'`,
        [
          tenantId,
          parseUuid(id),
          state,
          by,
          reason ?? null,
          receiptId ?? null,
          associationId ?? null,
        ],
      )
    },
  }
}

/** What a caller sees whose role may be limited to group tags. */
function reached(tenantId: TenantId, scope: TagScope): RawBuilder<SqlBool> {
  return sql<SqlBool>`tenant_id = ${tenantId} and ${reachedBy(scope, 'group_tag')}`
}
