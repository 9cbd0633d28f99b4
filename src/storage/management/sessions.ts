/** Sessions of devices in PostgreSQL: one row for each enrollment, held while a message is answered. */
import {
  type ManagedReports,
  type ManagedState,
  nothingKnown,
} from '../../core/management/managed-state.ts'
import type {
  HeldSession,
  ManagementSessions,
  SessionPlace,
} from '../../core/management/sessions.ts'
import type { Wrap } from '../../core/wrap.ts'
import type { Store } from '../sql/store.ts'

type Row = {
  readonly state: Partial<ManagedState>
  readonly session: Buffer | null
  readonly last_digest: Buffer | null
  readonly opening_digest: Buffer | null
  readonly opened_at: Date | null
}

type Kept = Pick<HeldSession, 'conversation' | 'reply'>

const sessionContext = ({ enrollmentId }: SessionPlace) => `management_session:${enrollmentId}`
const mismatchContext = ({ enrollmentId }: SessionPlace) => `hardware_mismatch:${enrollmentId}`

export function managementSessionsIn(
  { pool }: Pick<Store, 'pool'>,
  wrap: Wrap,
): ManagementSessions {
  return {
    async hold(place) {
      const values = [place.tenantId, place.enrollmentId]
      const found = await pool.query<Row>({ name: 'management-hold', text: held, values })
      if (found.rows[0] !== undefined) return heldOf(found.rows[0], wrap, place)
      await pool.query(
        'insert into managed_enrollment (tenant_id, enrollment_id) values ($1, $2) on conflict do nothing',
        values,
      )
      const { rows } = await pool.query<Row>({ name: 'management-hold', text: held, values })
      return heldOf(rows[0], wrap, place)
    },

    async keep(place, { state, conversation, reply, lastDigest, openingDigest, openedAt }) {
      const kept = Buffer.from(JSON.stringify({ conversation, reply } satisfies Kept))
      await pool.query({
        name: 'management-keep',
        text: `update managed_enrollment set state = $3, session = $4, last_digest = $5, opening_digest = $6,
            opened_at = $7, updated_at = business_now()
          where tenant_id = $1 and enrollment_id = $2`,
        values: [
          place.tenantId,
          place.enrollmentId,
          JSON.stringify(state),
          Buffer.from(wrap.wrap(kept, sessionContext(place))),
          lastDigest,
          openingDigest,
          openedAt,
        ],
      })
    },

    async keepMismatch(place, data) {
      await pool.query(
        'update managed_enrollment set mismatch = $3 where tenant_id = $1 and enrollment_id = $2',
        [
          place.tenantId,
          place.enrollmentId,
          Buffer.from(wrap.wrap(Buffer.from(data), mismatchContext(place))),
        ],
      )
    },
  }
}

const held = `select state, session, last_digest, opening_digest, opened_at from managed_enrollment
  where tenant_id = $1 and enrollment_id = $2 for update`

function heldOf(row: Row | undefined, wrap: Wrap, place: SessionPlace): HeldSession {
  const kept: Kept =
    row?.session == null
      ? { conversation: null, reply: null }
      : JSON.parse(Buffer.from(wrap.unwrap(row.session, sessionContext(place))).toString())
  return {
    ...kept,
    state: { ...nothingKnown, ...row?.state },
    lastDigest: row?.last_digest ?? null,
    openingDigest: row?.opening_digest ?? null,
    openedAt: row?.opened_at ?? null,
  }
}

export function managedReportsIn({ pool }: Pick<Store, 'pool'>, wrap: Wrap): ManagedReports {
  return {
    async find(tenantId, enrollmentId) {
      const { rows } = await pool.query<Pick<Row, 'state'> & { mismatch: Buffer | null }>(
        'select state, mismatch from managed_enrollment where tenant_id = $1 and enrollment_id = $2',
        [tenantId, enrollmentId],
      )
      const [row] = rows
      if (row === undefined) return undefined
      const context = mismatchContext({ tenantId, enrollmentId })
      const mismatch =
        row.mismatch === null ? null : Buffer.from(wrap.unwrap(row.mismatch, context)).toString()
      return { state: { ...nothingKnown, ...row.state }, mismatch }
    },
  }
}
