/**
 * A server that is no emulator works on real time and on what is there: the clock that an emulator moved
 * goes back, and the state that its reset would return to is dropped, so that no later reset undoes what
 * this server did.
 */
import type { Store } from '../sql/store.ts'

export async function leaveEmulation({ pool }: Store): Promise<void> {
  const { rows } = await pool.query<{ emulated: boolean }>(
    `select to_regnamespace('taxiway_emulator') is not null
      or exists(select from virtual_clock) as emulated`,
  )
  if (rows[0]?.emulated !== true) return
  await pool.query('delete from virtual_clock; drop schema if exists taxiway_emulator cascade')
}
