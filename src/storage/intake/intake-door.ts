/** Codes and submissions for those who have nothing but a code. */
import type { AuditEntry } from '../../core/audit/audit.ts'
import {
  decisionHours,
  type IntakeCode,
  type IntakeDoor,
  maxWaiting,
  type NewSubmission,
} from '../../core/intake/intake.ts'
import { newUuid } from '../../core/uuid.ts'
import type { Wrap } from '../../core/wrap.ts'
import { appendAudit } from '../audit/append-audit.ts'
import { writeEvent } from '../events/write-event.ts'
import type { Client, Store } from '../sql/store.ts'
import {
  type CodeRow,
  codeColumns,
  payloadContext,
  type SubmissionRow,
  submissionColumns,
  toCode,
  toSubmission,
} from './intake-rows.ts'

export function intakeDoorIn(
  { pool, transaction }: Pick<Store, 'pool' | 'transaction'>,
  wrap: Wrap,
): IntakeDoor {
  return {
    async findCode(digest) {
      const { rows } = await pool.query<CodeRow>(
        `select ${codeColumns} from intake_code where code_digest = $1 and withdrawn_at is null`,
        [digest],
      )
      return rows[0] && toCode(rows[0])
    },

    async findOf({ tenantId, id }) {
      const { rows } = await pool.query<SubmissionRow>(
        `select ${submissionColumns} from intake_submission where tenant_id = $1 and code_id = $2 limit 1`,
        [tenantId, id],
      )
      return rows[0] && toSubmission(rows[0])
    },

    submit: (code, submission) =>
      transaction(async ({ client }) => {
        const refusal = await taken(client, code, submission.requestId)
        if (refusal !== undefined) return refusal
        const { rows } = await client.query<{ submission_id: string }>(
          `insert into intake_submission (tenant_id, submission_id, code_id, request_id, kind, serial_number,
             manufacturer, model, note, address, group_tag, payload, expires_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, business_now() + make_interval(hours => $13))
           on conflict (tenant_id, code_id, request_id) do nothing returning submission_id`,
          valuesOf(submission, wrap),
        )
        if (rows[0] === undefined) return await sentBefore(client, code, submission)
        await appendAudit(client, code.tenantId, [entryOf(submission)])
        await writeEvent(client, code.tenantId, {
          type: 'intake.submitted',
          subjects: [submission.id],
        })
        return { id: submission.id }
      }),
  }
}

/** One device spends its code; of a key only so many others wait. */
async function taken(
  client: Client,
  { tenantId, id, kind }: IntakeCode,
  requestId: string,
): Promise<'spent' | 'full' | undefined> {
  if (kind === 'once') {
    const { rowCount } = await client.query(
      `update intake_code set used_at = business_now()
       where tenant_id = $1 and code_id = $2 and used_at is null and withdrawn_at is null and expires_at > business_now()`,
      [tenantId, id],
    )
    return rowCount === 1 ? undefined : 'spent'
  }
  // Of requests at the same time, each counts those before it.
  await client.query('select from intake_code where tenant_id = $1 and code_id = $2 for update', [
    tenantId,
    id,
  ])
  const { rows } = await client.query<{ waiting: number }>(
    `select count(*)::int as waiting from intake_submission
     where tenant_id = $1 and code_id = $2 and state = 'pending' and expires_at > business_now() and request_id <> $3`,
    [tenantId, id, requestId],
  )
  return (rows[0]?.waiting ?? 0) >= maxWaiting ? 'full' : undefined
}

function valuesOf(of: NewSubmission, wrap: Wrap): unknown[] {
  const payload = Buffer.from(wrap.wrap(of.payload, payloadContext(of.id)))
  return [
    ...[of.tenantId, of.id, of.codeId, of.requestId, of.kind],
    ...[of.serialNumber, of.manufacturer, of.model, of.note, of.address, of.groupTag],
    payload,
    decisionHours,
  ]
}

async function sentBefore(client: Client, code: IntakeCode, { requestId }: NewSubmission) {
  const { rows } = await client.query<{ submission_id: string }>(
    'select submission_id from intake_submission where tenant_id = $1 and code_id = $2 and request_id = $3',
    [code.tenantId, code.id, requestId],
  )
  return { id: rows[0]?.submission_id ?? '' }
}

function entryOf({ id, codeId, kind, serialNumber, address }: NewSubmission): AuditEntry {
  return {
    category: 'Enrollment',
    activity: 'Create IntakeSubmission',
    operation: 'Create',
    result: 'Success',
    actor: { kind: 'system', job: 'intake' },
    correlationId: newUuid(),
    resources: [
      {
        type: 'IntakeSubmission',
        id,
        name: serialNumber,
        properties: [
          { name: 'code', before: null, after: codeId },
          { name: 'kind', before: null, after: kind },
          { name: 'address', before: null, after: address },
        ],
      },
    ],
  }
}
