/** Approvals in PostgreSQL. The first who decides or spends one, on whatever server, is the only one. */
import {
  type Approval,
  type Approvals,
  approvalHours,
  type Decider,
  maxWaiting,
  type NewApproval,
} from '../../core/approvals/approval.ts'
import type { ApprovalId, TenantId } from '../../core/ids.ts'
import { newUuid } from '../../core/uuid.ts'
import { writeActEvent } from '../events/write-act-event.ts'
import type { Client, Store } from '../sql/store.ts'

type Row = {
  readonly tenant_id: TenantId
  readonly approval_id: ApprovalId
  readonly action: Approval['action']
  readonly subject_count: number
  readonly digest: string
  readonly payload: unknown
  readonly requester: string
  readonly requested_by: string
  readonly requested_at: Date
  readonly expires_at: Date
  readonly state: Approval['state']
  readonly decided_at: Date | null
  readonly decided_by: string | null
  readonly reason: string | null
  readonly broken_by: string[]
  readonly executed_at: Date | null
  readonly deciders: readonly Decider[] | null
}

/** Nobody has to mark what has expired: it is read so. */
const stateNow = `case when state in ('pending', 'approved') and expires_at <= business_now() then 'expired' else state end`

const columnsWith = (
  state: string,
) => `tenant_id, approval_id, action, subject_count, digest, payload, requester, requested_by,
  requested_at, expires_at, ${state}, decided_at, decided_by, reason, broken_by, executed_at, deciders`

const columns = columnsWith(`${stateNow} as state`)

export function approvalsIn({ pool, transaction }: Store): Approvals {
  return {
    request: (wanted) =>
      transaction(async ({ client }) => {
        await voidLapsed(client, wanted)
        const { known, waiting } = await waitingOf(client, wanted)
        if (known !== undefined) return known
        return waiting < maxWaiting ? await add(client, wanted) : undefined
      }),

    async find(tenantId, id) {
      const { rows } = await pool.query<Row>(
        `select ${columns} from approval where tenant_id = $1 and approval_id = $2`,
        [tenantId, id],
      )
      return rows[0] && toApproval(rows[0])
    },

    async list(tenantId, { state, after, limit }) {
      const { rows } = await pool.query<Row>(
        `select ${columns} from approval where tenant_id = $1 and ($2::text is null or ${stateNow} = $2)
           and ($3::uuid is null or approval_id < $3) order by approval_id desc limit $4`,
        [tenantId, state ?? null, after ?? null, limit],
      )
      return rows.map(toApproval)
    },

    async subjects(tenantId, { id, after, limit }) {
      const { rows } = await pool.query<{ id: string; name: string }>(
        `select subject->>'id' as id, subject->>'name' as name from approval,
           jsonb_array_elements(subjects) with ordinality as listed(subject, number)
         where tenant_id = $1 and approval_id = $2 and number > $3 order by number limit $4`,
        [tenantId, id, after, limit],
      )
      return rows
    },

    async decide(tenantId, id, { state, by, reason, deciders }) {
      const { rowCount } = await pool.query(
        `update approval set state = $3, decided_at = business_now(), decided_by = $4, reason = coalesce($5, reason),
           expires_at = business_now() + make_interval(hours => $6), deciders = $7
         where tenant_id = $1 and approval_id = $2 and state = 'pending' and expires_at > business_now()`,
        [
          tenantId,
          id,
          state,
          by,
          reason ?? null,
          approvalHours,
          deciders ? JSON.stringify(deciders) : null,
        ],
      )
      if (rowCount === 1 && (state === 'approved' || state === 'rejected'))
        await writeActEvent(pool, tenantId, { type: `approval.${state}`, subjects: [id] })
      return rowCount === 1
    },

    async breakGlass(tenantId, id, { name: operator, decider }) {
      const { rows } = await pool.query<{ deciders: Decider[]; is_new: boolean }>(
        `update approval set broken_by = case when is_new then approval.broken_by || $3::text else approval.broken_by end,
           deciders = case when is_known then approval.deciders else coalesce(approval.deciders, '[]') || $4::jsonb end
         from (select not $3 = any(broken_by) as is_new, coalesce(deciders, '[]') @> $5::jsonb as is_known from approval
               where tenant_id = $1 and approval_id = $2 for update) as held
         where tenant_id = $1 and approval_id = $2 and state = 'pending' and expires_at > business_now()
         returning approval.deciders, is_new`,
        [tenantId, id, operator, JSON.stringify(decider), JSON.stringify([personIn(decider)])],
      )
      const [row] = rows
      if (row?.is_new === true)
        await writeActEvent(pool, tenantId, {
          type: 'approval.break_glass',
          subjects: [id],
          detail: { operator },
        })
      return row?.deciders ?? []
    },

    async approved({ tenantId, requester, digest }) {
      const { rows } = await pool.query<Row>(
        `select ${columnsWith('state')} from approval where tenant_id = $1 and requester = $2 and digest = $3
           and state = 'approved' and expires_at > business_now() order by approval_id for update`,
        [tenantId, requester, digest],
      )
      return rows.map(toApproval)
    },

    async spend(tenantId, id) {
      await pool.query(
        `update approval set state = 'executed', executed_at = business_now() where tenant_id = $1 and approval_id = $2`,
        [tenantId, id],
      )
    },
  }
}

/** The same person, in whatever application and from wherever. */
function personIn({ tenantId, actor }: Decider): object {
  return { tenantId, actor: { userId: actor.kind === 'user' ? actor.userId : '' } }
}

async function voidLapsed(client: Client, { tenantId, lapsed = [] }: NewApproval): Promise<void> {
  if (lapsed.length === 0) return
  await client.query(
    `update approval set state = 'void' where tenant_id = $1 and approval_id = any($2::uuid[]) and state = 'approved'`,
    [tenantId, lapsed.map(({ id }) => id)],
  )
}

/** What of the requester waits; one request at a time for each of them. */
async function waitingOf(
  client: Client,
  { tenantId, requester, digest }: NewApproval,
): Promise<{ readonly known: Approval | undefined; readonly waiting: number }> {
  await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `approvals ${tenantId} ${requester}`,
  ])
  await client.query(
    `update approval set state = 'expired' where tenant_id = $1 and requester = $2 and state = 'pending'
       and expires_at <= business_now()`,
    [tenantId, requester],
  )
  const { rows } = await client.query<Row & { waiting: string }>(
    `select ${columns}, count(*) over () as waiting from approval
     where tenant_id = $1 and requester = $2 and state = 'pending' order by digest = $3 desc limit 1`,
    [tenantId, requester, digest],
  )
  const [first] = rows
  return {
    known: first?.digest === digest ? toApproval(first) : undefined,
    waiting: Number(first?.waiting ?? 0),
  }
}

async function add(client: Client, wanted: NewApproval): Promise<Approval | undefined> {
  const { rows } = await client.query<Row>(
    `insert into approval (tenant_id, approval_id, action, subjects, subject_count, digest, payload, requester,
       requested_by, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, business_now() + make_interval(hours => $10)) returning ${columnsWith('state')}`,
    [
      wanted.tenantId,
      newUuid(),
      wanted.action,
      JSON.stringify(wanted.subjects),
      wanted.subjects.length,
      wanted.digest,
      wanted.payload === undefined ? null : JSON.stringify(wanted.payload),
      wanted.requester,
      wanted.requestedBy,
      approvalHours,
    ],
  )
  const made = rows[0] && toApproval(rows[0])
  if (made === undefined) return undefined
  const subjects = [made.id]
  await writeActEvent(client, wanted.tenantId, { type: 'approval.requested', subjects })
  if (wanted.action !== 'change-policy')
    await writeActEvent(client, wanted.tenantId, { type: 'velocity.limit.reached', subjects })
  return made
}

function toApproval(row: Row): Approval {
  return {
    tenantId: row.tenant_id,
    id: row.approval_id,
    action: row.action,
    subjectCount: row.subject_count,
    digest: row.digest,
    payload: row.payload,
    requester: row.requester,
    requestedBy: row.requested_by,
    requestedAt: row.requested_at,
    expiresAt: row.expires_at,
    state: row.state,
    decidedAt: row.decided_at,
    decidedBy: row.decided_by,
    reason: row.reason,
    brokenBy: row.broken_by,
    executedAt: row.executed_at,
    ...(row.deciders !== null && { deciders: row.deciders }),
  }
}
