/** Codes, sessions and tokens of the sign-in protocol in the database. */
import { sql } from 'kysely'
import type { TenantId } from '../../core/ids.ts'
import type { Wrap } from '../../core/wrap.ts'
import { digest } from '../../storage/secrets/digest.ts'
import { deleteSome } from '../../storage/sql/primary-key.ts'
import type { Store } from '../../storage/sql/store.ts'
import type { ProtocolState, StateWrite } from '../core/protocol-state.ts'
import {
  identity,
  isKey,
  openState,
  replaced,
  rowOf,
  type StateRow,
  seal,
} from './protocol-rows.ts'

const columns = ['tenant_id', 'kind', 'id_digest', 'payload', 'consumed_at'] as const

/** How long expired state is still known, in SQL. */
const remembrance = `interval '1 hour'`

export function protocolStateIn({ db, pool }: Store, wrap: Wrap): ProtocolState {
  const remembered = (tenantId: string, kind: string) =>
    db
      .selectFrom('protocol_state')
      .select(columns)
      .select(
        sql<number | null>`extract(epoch from expires_at - business_now())::float8`.as(
          'seconds_left',
        ),
      )
      .where('tenant_id', '=', tenantId)
      .where('kind', '=', kind)
      .limit(1)

  const alive = (tenantId: string, kind: string) =>
    remembered(tenantId, kind).where((on) =>
      on.or([on('expires_at', 'is', null), on('expires_at', '>', sql<Date>`business_now()`)]),
    )

  const opened = (row: StateRow | undefined) =>
    row === undefined ? undefined : openState(row, wrap)

  async function write(writes: readonly StateWrite[]): Promise<void> {
    const gone = writes.filter(({ put }) => put === undefined).map(({ key }) => key)
    const rows = writes.flatMap(({ key, put }) =>
      put === undefined ? [] : [rowOf(key, put, wrap)],
    )
    const removing = (at: Pick<typeof db, 'deleteFrom'>) =>
      at.deleteFrom('protocol_state').where((on) => on.or(gone.map(isKey)))
    if (rows.length === 0) {
      if (gone.length > 0) await removing(db).execute()
      return
    }
    const writing = gone.length > 0 ? db.with('gone', removing) : db
    await writing
      .insertInto('protocol_state')
      .values(rows)
      .onConflict((conflict) =>
        conflict
          .columns(['tenant_id', 'kind', 'id_digest'])
          .doUpdateSet((on) =>
            Object.fromEntries(replaced.map((name) => [name, on.ref(`excluded.${name}`)])),
          ),
      )
      .execute()
  }

  return {
    write,
    put: (key, payload, names) => write([{ key, put: { payload, names } }]),
    destroy: (key) => write([{ key }]),
    async find({ tenantId, kind, id }) {
      return opened(
        await alive(tenantId, kind).where('id_digest', '=', digest(id)).executeTakeFirst(),
      )
    },
    async findEvenExpired({ tenantId, kind, id }) {
      return opened(
        await remembered(tenantId, kind).where('id_digest', '=', digest(id)).executeTakeFirst(),
      )
    },
    async tenantOf(kind, id) {
      const row = await db
        .selectFrom('protocol_state')
        .select('tenant_id')
        .where('kind', '=', kind)
        .where('id_digest', '=', digest(id))
        .executeTakeFirst()
      return row?.tenant_id as TenantId | undefined
    },
    async findByName({ tenantId, kind }, { sessionUid, userCode }) {
      const named = alive(tenantId, kind)
        .$if(sessionUid !== undefined, (query) =>
          query.where('session_digest', '=', digest(sessionUid ?? '')),
        )
        .$if(userCode !== undefined, (query) =>
          query.where('user_code_digest', '=', digest(userCode ?? '')),
        )
      return opened(await named.executeTakeFirst())
    },
    async putOnce(key, payload, expiresIn) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('protocol_state')
        .values({
          ...identity(key),
          payload: seal(key, payload, wrap),
          expires_at: sql<Date>`business_now() + make_interval(secs => ${expiresIn})`,
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return numInsertedOrUpdatedRows === 1n
    },
    async consume(key) {
      const { numUpdatedRows } = await db
        .updateTable('protocol_state')
        .set({ consumed_at: sql<Date>`now()` })
        .where(isKey(key))
        .where('consumed_at', 'is', null)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },
    async destroyGrant(tenantId, grantId) {
      await db
        .deleteFrom('protocol_state')
        .where('tenant_id', '=', tenantId)
        .where('grant_digest', '=', digest(grantId))
        .execute()
    },
    async sweep(atMost) {
      const { rowCount } = await pool.query(
        deleteSome(
          'protocol_state',
          'tenant_id, kind, id_digest',
          `expires_at < business_now() - ${remembrance}`,
        ),
        [atMost],
      )
      return rowCount ?? 0
    },
  }
}
