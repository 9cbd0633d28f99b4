/**
 * Notifications from other servers: one connection listens on a channel and is reopened when it breaks. Only a hint
 * is lost with it, because listeners also poll now and then.
 */
import type pg from 'pg'
import { endClient, newClient } from './client.ts'

const reopenAfter = 1_000

export type Listening = { close(): Promise<void> }

export function listenOn(
  connectionString: string,
  channel: string,
  onNotify: (payload: string) => void,
): Listening {
  let closed = false
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined

  async function open(): Promise<void> {
    const opened = newClient({ connectionString, application_name: 'taxiway listen' })
    opened.on('notification', ({ payload = '' }) => onNotify(payload))
    opened.on('error', () => reopen(opened))
    opened.on('end', () => reopen(opened))
    client = opened
    try {
      await opened.connect()
      await opened.query(`listen ${channel}`)
    } catch {
      reopen(opened)
    }
  }

  function reopen(broken: pg.Client): void {
    if (closed || client !== broken) return
    client = undefined
    void endClient(broken)
    timer = setTimeout(() => void open(), reopenAfter)
    timer.unref()
  }

  void open()
  return {
    async close() {
      closed = true
      clearTimeout(timer)
      if (client !== undefined) await endClient(client)
    },
  }
}
