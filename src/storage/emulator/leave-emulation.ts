/**
 * A server that is not an emulator runs on real time and keeps its data: the moved clock is reset, and the state to
 * which a reset would return is dropped, so that no later reset undoes what this server did.
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
