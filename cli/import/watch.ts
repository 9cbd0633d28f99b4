/**
 * Waits until every sent row has its verdict, asking no more than needed.
 *
 * While the last row is open, only that one is asked for. Then many rows are read from the list and a
 * few one by one; the list may hold many old records, so the way that has proved cheaper is taken.
 */

import { setTimeout as sleep } from 'node:timers/promises'
import { type ImportedDeviceIdentity, isMicrosoft } from 'taxiway-autopilot'
import { type Graph, GraphError } from 'taxiway-graph-client'
import { readMany } from '../graph/read-many.ts'
import { isDecided, type ReceiptRow } from './receipt/receipt.ts'
import { note } from './upload.ts'
import { collection, place } from './wire.ts'

export type Pace = {
  readonly firstMs: number
  readonly growth: number
  readonly maxMs: number
}

/** A server of one's own answers in milliseconds, and a look at one record costs it one. */
export const quickPace: Pace = { firstMs: 20, growth: 1.2, maxMs: 500 }

/** Microsoft's service needs a minute or more (observed: 60 to 95 s); its clients ask every 15 or 30 s. */
export const slowPace: Pace = { firstMs: 15_000, growth: 1.25, maxMs: 30_000 }

export type Watching = {
  readonly graph: Graph
  readonly pace: Pace
  /** When to give up, on the clock of `performance.now()`. */
  readonly until: number
  /** Called after each look at the server. */
  readonly looked: () => Promise<void>
}

/** A page of the list costs the server about as much as this many single records (measured: 8 to 11). */
const pageCost = 10
const missesUntilGone = 3
/** All open rows are looked at this often at most, and never for more than a tenth of the time. */
const fullLookEveryMs = 1000

/** True when all rows are decided, false when time was up first. */
export async function watch(watching: Watching, rows: readonly ReceiptRow[]): Promise<boolean> {
  const look = lookerAt(watching.graph)
  let pause = watching.pace.firstMs
  let fullLookAt = performance.now() + fullLookEveryMs
  for (;;) {
    const open = rows.filter((row) => !isDecided(row))
    const last = open.at(-1)
    if (last === undefined) return true
    if (performance.now() + pause > watching.until) return false
    await sleep(pause)
    pause = Math.min(pause * watching.pace.growth, watching.pace.maxMs)
    const started = performance.now()
    if (started < fullLookAt) {
      // Rows are decided about in order, so while the last one is open it is too early for the others.
      await look.at([last])
      if (!isDecided(last)) continue
    }
    await look.at(open.filter((row) => !isDecided(row)))
    fullLookAt = performance.now() + Math.max(fullLookEveryMs, 10 * (performance.now() - started))
    await watching.looked()
  }
}

/** Looks at rows, by the way that has proved cheaper so far. */
function lookerAt(graph: Graph): { at(open: readonly ReceiptRow[]): Promise<void> } {
  const misses = new Map<string, number>()
  const list = listFrom(graph)
  let pages = 1
  return {
    async at(open) {
      if (open.length > pages * pageCost) pages = await lookAtList(list, open)
      else await lookById(graph, open, misses)
    },
  }
}

type List = (open: readonly ReceiptRow[]) => AsyncGenerator<readonly ImportedDeviceIdentity[]>

/**
 * The list from the first open row on, where the server can begin there: ids of a Taxiway server grow with time. Of a
 * server that refuses the condition, as Microsoft's would, the whole list.
 */
function listFrom(graph: Graph): List {
  let fromFirst = !isMicrosoft(graph.origin)
  return async function* (open) {
    const first = firstId(open)
    if (fromFirst && first !== undefined) {
      const condition = encodeURIComponent(`id ge '${first}'`)
      try {
        yield* graph.pages(`${collection}?$filter=${condition}`)
        return
      } catch (error) {
        if (!(error instanceof GraphError) || error.status !== 400) throw error
        fromFirst = false
      }
    }
    yield* graph.pages(collection)
  }
}

/** Of the rows that have one. */
function firstId(rows: readonly ReceiptRow[]): string | undefined {
  let first: string | undefined
  for (const { id } of rows) if (id !== undefined && (first === undefined || id < first)) first = id
  return first
}

/** Answers how many pages it took; infinitely many when the rows stand behind too many old records. */
async function lookAtList(list: List, open: readonly ReceiptRow[]): Promise<number> {
  // One by one: a pair for each of a fleet would take as much memory as the map.
  const byId = new Map<string | undefined, ReceiptRow>()
  for (const row of open) byId.set(row.id, row)
  let pages = 0
  let found = 0
  for await (const page of list(open)) {
    pages += 1
    for (const imported of page) {
      const row = byId.get(imported.id)
      if (row === undefined) continue
      found += 1
      note(row, imported)
    }
    if (found === byId.size) return pages
    if (found === 0 && pages * pageCost > open.length) break
  }
  return Number.POSITIVE_INFINITY
}

async function lookById(
  graph: Graph,
  open: readonly ReceiptRow[],
  misses: Map<string, number>,
): Promise<void> {
  const byPath = new Map(
    open.map((row) => [`${place}/${encodeURIComponent(row.id ?? row.importId)}`, row]),
  )
  const answers = await readMany<ImportedDeviceIdentity>(graph, [...byPath.keys()])
  for (const [path, answer] of answers) {
    const row = byPath.get(path)
    if (row === undefined) continue
    if (answer === 'gone') noteMissing(row, misses)
    else note(row, answer)
  }
}

/** A record may be invisible for a moment; it is gone when it is missed again and again. */
function noteMissing(row: ReceiptRow, misses: Map<string, number>): void {
  const id = row.id ?? row.importId
  misses.set(id, (misses.get(id) ?? 0) + 1)
  if ((misses.get(id) ?? 0) < missesUntilGone) return
  Object.assign(row, { status: 'error', errorCode: 0, errorName: 'ImportRecordGone' })
}
