/**
 * A connection whose database has fallen silent is cut, so that its statement fails. The driver has a timer for
 * each statement, and with it keeps the rows of those that are long done: a third of what a page of devices costs. Here
 * all connections are looked at now and then.
 */
import type pg from 'pg'
import { streamOf } from './client.ts'

/** Of the time that an answer may take. */
const looks = 16

type Seen = { readonly statement: WeakRef<object>; readonly since: number }

/** Returns what ends it. */
export function cutUnanswered(
  clients: ReadonlySet<pg.ClientBase>,
  limit: number,
  clock = () => performance.now(),
): () => void {
  const seen = new WeakMap<pg.ClientBase, Seen>()

  function look(client: pg.ClientBase, now: number): void {
    const statement = waitingOn(client)
    const before = seen.get(client)
    if (!statement) seen.delete(client)
    else if (before?.statement.deref() !== statement)
      seen.set(client, { statement: new WeakRef(statement), since: now })
    else if (now - before.since >= limit) streamOf(client).destroy()
  }

  const timer = setInterval(() => {
    const now = clock()
    for (const client of clients) look(client, now)
  }, limit / looks)
  timer.unref()
  return () => clearInterval(timer)
}

/** What the client waits for an answer to. */
function waitingOn(client: pg.ClientBase): object | null | undefined {
  return (client as unknown as { readonly _activeQuery?: object | null })._activeQuery
}
