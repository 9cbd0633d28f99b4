/**
 * The queue of imports. A runner locks an import's row for one short transaction, in which a slice of rows is
 * decided and everything about it is written; so if it dies halfway, nothing was done and nothing stays locked
 * (docs/decisions/0004).
 */
import type pg from 'pg'
import type { ImportQueue, OpenSlice } from '../../core/imports/slice.ts'
import type { Wrap } from '../../core/wrap.ts'
import { isAway, isLocked } from '../sql/away.ts'
import type { Store } from '../sql/store.ts'
import { lockForEnd, notifyOfEnd } from './channel-jobs.ts'
import { holdConsent, refuseUndecided } from './consent-gate.ts'
import type { HeldWork } from './held-work.ts'
import { announceWork, type Work } from './import-work.ts'
import { openSlice, pendingRows } from './open-slice.ts'
import type { RecentHashes } from './recent-hashes.ts'
import { fromTheFirst, rotation, takeOwnWork, takeWork } from './take-work.ts'

/** Rows decided in one transaction: large enough to be fast, small enough for imports to take turns. */
const sliceRows = 500
/** A consent that ends waits for the slice that is being decided, so those of partners are short. */
const partnerSliceRows = 50
/** After so many failures the slice's rows are tried one by one, so that one bad row cannot hold up the others. */
const carefulAfter = 3
/** After so many failures the first row is given up as StorageError. */
const giveUpAfter = 6
/** So often the import that has waited longest is next, also where another server accepted it, which may have ended. */
const fairTurn = 10

export function importQueueIn(
  { pool, transaction }: Store,
  wrap: Wrap,
  recent?: RecentHashes,
): ImportQueue {
  let turns = 0
  const [own, any] = [rotation(), fromTheFirst()]
  return {
    async withNextSlice(decide) {
      let taken: Work | undefined
      try {
        return await transaction(async ({ client }) => {
          turns += 1
          const mine = turns % fairTurn === 0 ? [] : (recent?.imports() ?? [])
          taken =
            (mine.length > 0 && (await takeOwnWork(client, { tenants: own, among: mine }))) ||
            (await takeWork(client, any))
          if (taken === undefined) return false
          await workOn({ client, wrap, work: taken, recent }, decide)
          return true
        })
      } catch (error) {
        if (taken !== undefined && isLocked(error)) await letOthersPass(pool, taken)
        else if (taken !== undefined && !isAway(error)) await postpone(pool, taken)
        throw error
      }
    },
  }
}

async function workOn(held: HeldWork, decide: (slice: OpenSlice) => Promise<void>): Promise<void> {
  const { client, work } = held
  const last = lastOfSlice(work)
  const givenUp = work.attempts >= giveUpAfter
  // Before the rows, in the order in which an ending consent locks them.
  const gate = await holdConsent(client, work)
  const job = last === work.lastRow || gate === 'shut' ? await lockForEnd(client, work) : undefined
  if (gate === 'shut') {
    await refuseUndecided(client, work)
    await advance(client, work, work.lastRow + 1)
    return job && (await notifyOfEnd(client, work, job))
  }
  const rows = await pendingRows(held, last, givenUp)
  if (rows.length > 0) await decide(openSlice({ ...held, ...gate }, rows, givenUp))
  await advance(client, work, last + 1)
  if (last === work.lastRow) held.recent?.forget(work.importId)
  if (job !== undefined) await notifyOfEnd(client, work, job)
}

function lastOfSlice({ nextRow, lastRow, carefulUntil, consentId }: Work): number {
  const rows = consentId === undefined ? sliceRows : partnerSliceRows
  return Math.min(lastRow, nextRow <= carefulUntil ? nextRow : nextRow + rows - 1)
}

/** After its last row the import's work is deleted; otherwise it goes to the end of the queue, for any runner. */
async function advance(
  client: Pick<pg.ClientBase, 'query'>,
  { importId, lastRow }: Work,
  next: number,
): Promise<void> {
  if (next > lastRow) {
    await client.query({
      name: 'import-work-done',
      text: 'delete from import_work where import_id = $1',
      values: [importId],
    })
    return
  }
  await client.query({
    name: 'import-work-advance',
    text: 'update import_work set next_row = $2, attempts = 0, turn_at = now() where import_id = $1',
    values: [importId, next],
  })
  await client.query(announceWork)
}

/** Something that its rows need is held by another change, which is not their doing: nothing is counted. */
async function letOthersPass(
  pool: Pick<pg.ClientBase, 'query'>,
  { importId, nextRow }: Work,
): Promise<void> {
  await pool
    .query(
      `update import_work set turn_at = now() + interval '1 second' where import_id = $1 and next_row = $2`,
      [importId, nextRow],
    )
    .catch(() => undefined)
}

/**
 * Counts the failure and waits a little longer each time, unless another runner has made progress. While the
 * database is unreachable nothing is counted.
 */
async function postpone(pool: Pick<pg.ClientBase, 'query'>, work: Work): Promise<void> {
  await pool
    .query(
      `update import_work set attempts = attempts + 1,
        turn_at = now() + make_interval(secs => 0.1 * power(2, least(attempts + 1, 8))),
        careful_until = case when attempts + 1 >= $3 then greatest(careful_until, $4) else careful_until end
       where import_id = $1 and next_row = $2`,
      [work.importId, work.nextRow, carefulAfter, lastOfSlice(work)],
    )
    .catch(() => undefined)
}
