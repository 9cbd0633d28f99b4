/**
 * The emulator's clock in the database. Each server keeps how far it is ahead and hears of every change;
 * the one that is asked to move it answers only when it goes by the new time itself.
 */
import type { VirtualClock } from '../../core/emulator/virtual-clock.ts'
import { listenOn } from '../sql/listen.ts'
import type { Store } from '../sql/store.ts'

const channel = 'taxiway_clock'

export type OpenVirtualClock = VirtualClock & {
  /** Says, here and to all servers, that the database was changed by other means. */
  announce(): Promise<void>
  close(): Promise<void>
}

export async function virtualClockIn(
  { pool }: Store,
  connectionString: string,
): Promise<OpenVirtualClock> {
  let ahead = 0
  let reading = Promise.resolve()

  /** One at a time, each after the one before: an answer that comes late must not undo a newer one. */
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

  /** `aheadMs` is SQL: a new value from the old one and $1. */
  async function move(aheadMs: string, value: number): Promise<void> {
    await pool.query(
      `insert into virtual_clock as c (ahead_ms) values ($1::bigint)
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
    advance: (seconds) => move('c.ahead_ms + $1', seconds * 1000),
    set: (to) => move('$1', to.getTime() - Date.now()),
    async announce() {
      await pool.query(`notify ${channel}`)
      await reload()
    },
    close: () => listening.close(),
  }
}
