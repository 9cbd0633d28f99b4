/** Injected faults in PostgreSQL; a use is taken by one atomic update. */
import type { Fault, Faults } from '../../core/emulator/fault.ts'
import type { Store } from '../sql/store.ts'

const columns = 'id::int as id, match, answer, times, remaining'

export function faultsIn({ pool }: Store): Faults {
  return {
    async add({ match, answer, times }) {
      const { rows } = await pool.query<Fault>(
        `insert into taxiway_emulator.fault (match, answer, times, remaining)
         values ($1, $2, $3, $3) returning ${columns}`,
        [match, answer, times],
      )
      const [fault] = rows
      if (fault === undefined) throw new Error('the fault was not stored')
      return fault
    },

    async list() {
      const { rows } = await pool.query<Fault>({
        name: 'emulator-faults',
        text: `select ${columns} from taxiway_emulator.fault order by fault.id`,
      })
      return rows
    },

    async clear() {
      await pool.query('delete from taxiway_emulator.fault')
    },

    async use(id) {
      const { rowCount } = await pool.query(
        `update taxiway_emulator.fault set remaining = remaining - 1
         where id = $1 and (remaining is null or remaining > 0)`,
        [id],
      )
      return rowCount === 1
    },
  }
}
