/**
 * Waits until every sent row has its verdict, asking no more than needed.
 *
 * Many open rows are read from the list, a few one by one; which is cheaper depends on how many old
 * records the list holds, so the length of the last walk decides.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Graph } from '../graph/client.ts'
import { GraphError } from '../graph/failures.ts'
import { isDecided, type ReceiptRow } from './receipt.ts'
import { note } from './upload.ts'
import { collection, type Imported } from './wire.ts'

export type Pace = {
  readonly firstMs: number
  readonly growth: number
  readonly mostMs: number
}

/** A server of one's own answers in milliseconds. */
export const quickPace: Pace = { firstMs: 50, growth: 1.4, mostMs: 500 }

/** Microsoft's service needs a minute or more (observed: 60 to 95 s); its clients ask every 15 or 30 s. */
export const slowPace: Pace = { firstMs: 15_000, growth: 1.25, mostMs: 30_000 }

export type Watching = {
  readonly graph: Graph
  readonly pace: Pace
  /** When to give up, on the clock of `performance.now()`. */
  readonly until: number
  /** Called after each look at the server. */
  readonly looked: () => Promise<void>
}

/** A page of the list costs the server about as much as this many single records. */
const pageCost = 20
const missesUntilGone = 3
const atOnce = 8

/** True when all rows are decided, false when time was up first. */
export async function watch(watching: Watching, rows: readonly ReceiptRow[]): Promise<boolean> {
  const misses = new Map<string, number>()
  let pages = 1
  let pause = watching.pace.firstMs
  for (;;) {
    const open = rows.filter((row) => !isDecided(row))
    if (open.length === 0) return true
    if (performance.now() + pause > watching.until) return false
    await sleep(pause)
    pause = Math.min(pause * watching.pace.growth, watching.pace.mostMs)
    const byList = open.length > pages * pageCost
    if (byList) {
      const walk = await lookAtList(watching.graph, open)
      pages = walk.found === 0 ? open.length : walk.pages
    } else await lookOneByOne(watching.graph, open, misses)
    await watching.looked()
  }
}

async function lookAtList(
  graph: Graph,
  open: readonly ReceiptRow[],
): Promise<{ readonly pages: number; readonly found: number }> {
  const byId = new Map(open.map((row) => [row.id, row]))
  let pages = 0
  let found = 0
  for await (const page of graph.pages<Imported>(collection)) {
    pages += 1
    for (const imported of page) {
      const row = byId.get(imported.id)
      if (row === undefined) continue
      found += 1
      note(row, imported)
    }
    if (found === byId.size) break
  }
  return { pages, found }
}

async function lookOneByOne(
  graph: Graph,
  open: readonly ReceiptRow[],
  misses: Map<string, number>,
): Promise<void> {
  const queue = open.values()
  const worker = async () => {
    for (const row of queue) await lookAt(graph, row, misses)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}

async function lookAt(graph: Graph, row: ReceiptRow, misses: Map<string, number>): Promise<void> {
  const id = row.id ?? row.importId
  try {
    note(row, await graph.get<Imported>(`${collection}/${encodeURIComponent(id)}`))
  } catch (error) {
    if (!(error instanceof GraphError) || error.status !== 404) throw error
    misses.set(id, (misses.get(id) ?? 0) + 1)
    if ((misses.get(id) ?? 0) < missesUntilGone) return
    Object.assign(row, { status: 'error', errorCode: 0, errorName: 'ImportRecordGone' })
  }
}
