/** Notices about factors: written with the event, and read by whom they are addressed to. */
import { type SqlBool, sql } from 'kysely'
import type pg from 'pg'
import { newUuid, parseUuid } from '../../../core/uuid.ts'
import { newestFirst } from '../../../storage/sql/newest-first.ts'
import type { Store } from '../../../storage/sql/store.ts'
import type { FactorEvent, FactorEventName } from '../../core/factors/factor-events.ts'
import {
  audienceOf,
  maxNotices,
  type Notice,
  type NoticeReader,
  type Notices,
} from '../../core/factors/notices.ts'

const insert = `insert into factor_notice (tenant_id, notice_id, user_id, name, for_owner, for_administrators)
  values ($1, $2, $3, $4, $5, $6)`

const selected = `select notice.tenant_id, notice.notice_id, notice.user_id, person.user_principal_name, notice.name, notice.at
  from factor_notice as notice left join directory_user as person on (person.tenant_id, person.user_id) = (notice.tenant_id, notice.user_id)`
const select = `${selected} where notice.tenant_id = $1`

/** $2 is the reader, $3 whether an administrator. */
const addressed = `(notice.for_owner and notice.user_id = $2 or notice.for_administrators and notice.user_id <> $2 and $3)`

const unread = `notice.at > business_now() - interval '30 days' and not exists (
  select from factor_notice_seen as seen where (seen.tenant_id, seen.notice_id, seen.user_id) = (notice.tenant_id, notice.notice_id, $2))`

const newest = `order by notice.at desc, notice.notice_id desc limit ${maxNotices}`

type Row = {
  readonly notice_id: string
  readonly user_id: string
  readonly user_principal_name: string | null
  readonly name: FactorEventName
  readonly at: Date
}

/** In the transaction of what happened; nothing where nobody is to hear of it. */
export async function addNotice(
  client: Pick<pg.ClientBase, 'query'>,
  { tenantId, personId, name }: FactorEvent,
): Promise<void> {
  const { owner, administrators } = audienceOf(name)
  if (!owner && !administrators) return
  await client.query(insert, [tenantId, newUuid(), personId, name, owner, administrators])
}

export function noticesIn({ db, pool }: Store): Notices {
  const read = async (text: string, values: readonly unknown[]): Promise<readonly Notice[]> =>
    (await pool.query<Row>(`${text} ${newest}`, [...values])).rows.map(fromRow)
  /** Most people have none, and whether they are administrators is only asked where there is one for those. */
  const readFor = async (reader: NoticeReader, text: string): Promise<readonly Notice[]> => {
    const { tenantId, id } = reader
    const found = await read(text, [tenantId, id, true])
    const hasOthers = found.some(({ personId }) => personId !== id)
    return hasOthers && !(await reader.isAdministrator())
      ? await read(text, [tenantId, id, false])
      : found
  }
  return {
    async list(tenantId, page) {
      const from = sql`(${sql.raw(selected)}) as notice`
      const within = sql<SqlBool>`tenant_id = ${tenantId}`
      const made = { from, within, at: 'at', id: 'notice_id' }
      const found = await newestFirst<Row>(db, made, page)
      return { ...found, rows: found.rows.map(fromRow) }
    },
    addressedTo: (reader) => readFor(reader, `${select} and ${addressed}`),
    unread: (reader) => readFor(reader, `${select} and ${addressed} and ${unread}`),
    async markRead({ tenantId, id }, ids) {
      await pool.query(
        `insert into factor_notice_seen (tenant_id, notice_id, user_id)
         select tenant_id, notice_id, $2 from factor_notice where tenant_id = $1 and notice_id = any($3)
         on conflict do nothing`,
        [tenantId, id, ids.filter((each) => parseUuid(each) !== undefined)],
      )
    },
  }
}

function fromRow(row: Row): Notice {
  return {
    id: row.notice_id,
    personId: row.user_id,
    ...(row.user_principal_name !== null && { userPrincipalName: row.user_principal_name }),
    name: row.name,
    at: row.at,
  }
}
