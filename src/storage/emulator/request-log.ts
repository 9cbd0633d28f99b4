/** The request log in PostgreSQL: the latest few thousand, lost if the database crashes. */
import { storable } from '../../core/emulator/redact.ts'
import type { LoggedRequest, RequestLog } from '../../core/emulator/request-log.ts'
import type { Store } from '../sql/store.ts'

/** The minimum number of requests kept; up to a tenth more exist between two clean-ups. */
const kept = 5_000

export function requestLogIn({ pool }: Store): RequestLog {
  return {
    async add({ time, method, status, faultId, milliseconds, ...texts }) {
      const [path, query, client] = [texts.path, texts.query, texts.client].map(storable)
      const body = texts.body === null ? null : storable(texts.body)
      const { rows } = await pool.query<{ id: number }>({
        name: 'emulator-request-add',
        text: `insert into taxiway_emulator.request
            (time, method, path, query, status, client, body, fault_id, milliseconds)
          values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id::int as id`,
        values: [time, method, path, query, status, client, body, faultId, milliseconds],
      })
      const id = rows[0]?.id ?? 0
      if (id % (kept / 10) !== 0) return
      await pool.query('delete from taxiway_emulator.request where id <= $1', [id - kept])
    },

    async list(since) {
      const { rows } = await pool.query<LoggedRequest>(
        `select id::int as id, time, method, path, query, status, client, body,
           fault_id::int as "faultId", milliseconds
         from taxiway_emulator.request where id > $1 and time >= $2 order by request.id`,
        [typeof since === 'number' ? since : 0, since instanceof Date ? since : new Date(0)],
      )
      return rows
    },
  }
}
