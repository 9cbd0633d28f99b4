/**
 * The emulator's clock in the database. Each server keeps its offset and is notified of every change; a server that
 * is asked to move the clock answers only after it uses the new time itself.
 */
import type { VirtualClock } from '../../core/emulator/virtual-clock.ts'
import { listenOn } from '../sql/listen.ts'
import type { Store } from '../sql/store.ts'

const channel = 'taxiway_clock'

export type OpenVirtualClock = VirtualClock & {
  /** Notifies this and all other servers that the database was changed by other means. */
  announce(): Promise<void>
  close(): Promise<void>
}

export async function virtualClockIn(
  { pool }: Store,
  connectionString: string,
): Promise<OpenVirtualClock> {
  let ahead = 0
  let reading = Promise.resolve()

  /** One at a time, in order: a late answer must not undo a newer one. */
  function reload(): Promise<void> {
    reading = reading.catch(() => undefined).then(read)
    return reading
  }

  async function read(): Promise<void> {
    const { rows } = await pool.query<{ ahead: string }>(
      'select coalesce((select ahead_ms from virtual_clock), 0) as ahead',
    )
    ahead = Number(rows[0]?.ahead ?? 0)
  }

  /** `aheadMs` is SQL: computes the new value from the old one and $1. */
  async function move(aheadMs: string, value: number): Promise<void> {
    await pool.query(
      `insert into virtual_clock (ahead_ms) values ($1::bigint)
       on conflict (one_row) do update set ahead_ms = ${aheadMs}`,
      [Math.round(value)],
    )
    await pool.query(`notify ${channel}`)
    await reload()
  }

  const listening = listenOn(connectionString, channel, () => void reload().catch(() => undefined))
  await reload()
  return {
    now: () => new Date(Date.now() + ahead),
    secondsAhead: () => ahead / 1000,
    advance: (seconds) => move('virtual_clock.ahead_ms + $1', seconds * 1000),
    set: (to) => move('$1', to.getTime() - Date.now()),
    async announce() {
      await pool.query(`notify ${channel}`)
      await reload()
    },
    close: () => listening.close(),
  }
}
