/**
 * An import of 500 rows to its end, beside two floors of the same run: the rows that it leaves, inserted in bulk, and
 * its hashes alone.
 */
import { splitReceiptId } from '../src/core/ids.ts'
import { insertRaw, makeRawTable } from './raw-insert.ts'
import { openBenchRegistry, percentile, submissions, timed } from './registry-store.ts'
import type { Report } from './report.ts'
import { insertsOf, makeShapedTables } from './row-shape.ts'

const rows = 500
const rounds = 15
/** Rounds before those that count: a server that runs has its code compiled and its tables filled. */
const warmUp = 5

type Registry = Awaited<ReturnType<typeof openBenchRegistry>>

export async function run(report: Report): Promise<void> {
  const registry = await openBenchRegistry()
  try {
    const { pool } = registry.store
    await makeRawTable(pool)
    await makeShapedTables(pool)
    const [raw, shaped, whole, accepted] = [[], [], [], []] as number[][] as Times
    for (let round = -warmUp; round < rounds; round++) {
      const list = submissions('import', (warmUp + round) * rows, rows)
      if (round === 0) for (const times of [raw, shaped, whole, accepted]) times.length = 0
      raw.push(
        await timed(() =>
          insertRaw(
            pool,
            list.flatMap((each) => each.hardwareHash ?? []),
          ),
        ),
      )
      const start = performance.now()
      const receipts = await registry.accept(list)
      accepted.push(performance.now() - start)
      await registry.decide(rows)
      whole.push(performance.now() - start)
      shaped.push(await bulkInsert(registry, receipts[0]?.id ?? ''))
    }
    const figure = percentile(whole, 0.5)
    const state = (floor: number, of: string) => ({
      figure: `${figure.toFixed(0)} ms (p95 ${percentile(whole, 0.95).toFixed(0)}, accepted after ${percentile(accepted, 0.5).toFixed(0)})`,
      floor: `${floor.toFixed(0)} ms (${of})`,
      ratio: floor / figure,
    })
    const [shape, hashes] = [percentile(shaped, 0.5), percentile(raw, 0.5)]
    report({
      name: `import of ${rows} rows until all are decided, in process`,
      ...state(shape, 'bulk insert of the rows that it leaves, indexed by their keys alone'),
      goal: '≥ 0.5',
      met: shape / figure >= 0.5,
    })
    report({
      name: `import of ${rows} rows beside one insert of their hashes`,
      ...state(hashes, 'serial numbers and hashes in one table'),
    })
  } finally {
    await registry.close()
  }
}

type Times = [raw: number[], shaped: number[], whole: number[], accepted: number[]]

/** Milliseconds that PostgreSQL takes for the rows of an import, all in one transaction. */
async function bulkInsert({ store }: Registry, receipt: string): Promise<number> {
  const importId = splitReceiptId(receipt)?.importId
  if (importId === undefined) throw new Error(`${receipt} is not a receipt`)
  const inserts = await insertsOf(store.pool, importId)
  return timed(() =>
    store.transaction(async ({ client }) => {
      for (const insert of inserts) await insert(client)
    }),
  )
}
