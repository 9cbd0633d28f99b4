/**
 * An import of 500 rows to its end, beside floors of the same run: the rows that it leaves, inserted in bulk with their
 * keys as the only indexes and with those that the lists are read by, and its hashes alone.
 */
import { splitReceiptId } from '../src/core/ids.ts'
import { insertRaw, makeRawTable } from './raw-insert.ts'
import { openBenchRegistry, percentile, submissions, timed } from './registry-store.ts'
import type { Report } from './report.ts'
import { insertsOf, makeShapedTables, type Shape } from './row-shape.ts'

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
    const [raw, keyed, listed, whole, accepted] = [[], [], [], [], []] as number[][] as Times
    for (let round = -warmUp; round < rounds; round++) {
      const list = submissions('import', (warmUp + round) * rows, rows)
      if (round === 0) for (const times of [raw, keyed, listed, whole, accepted]) times.length = 0
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
      const [{ id = '' } = {}] = receipts
      keyed.push(await bulkInsert(registry, id, 'keyed'))
      listed.push(await bulkInsert(registry, id, 'listed'))
    }
    const figure = percentile(whole, 0.5)
    const state = (floor: number, of: string) => ({
      figure: `${figure.toFixed(0)} ms (p95 ${percentile(whole, 0.95).toFixed(0)}, accepted after ${percentile(accepted, 0.5).toFixed(0)})`,
      floor: `${floor.toFixed(0)} ms (${of})`,
      ratio: floor / figure,
    })
    const [keys, lists, hashes] = [keyed, listed, raw].map((times) => percentile(times, 0.5)) as [
      number,
      number,
      number,
    ]
    report({
      name: `import of ${rows} rows until all are decided, in process`,
      ...state(keys, 'bulk insert of the rows that it leaves, indexed by their keys alone'),
      goal: '≥ 0.5',
      met: keys / figure >= 0.5,
    })
    report({
      name: `import of ${rows} rows beside their bulk insert with every index`,
      ...state(lists, 'bulk insert of the rows that it leaves, indexed as the lists need it'),
    })
    report({
      name: `import of ${rows} rows beside one insert of their hashes`,
      ...state(hashes, 'serial numbers and hashes in one table'),
    })
  } finally {
    await registry.close()
  }
}

type Times = [raw: number[], keyed: number[], listed: number[], whole: number[], accepted: number[]]

/** Milliseconds that PostgreSQL takes for the rows of an import, all in one transaction. */
async function bulkInsert({ store }: Registry, receipt: string, shape: Shape): Promise<number> {
  const importId = splitReceiptId(receipt)?.importId
  if (importId === undefined) throw new Error(`${receipt} is not a receipt`)
  const inserts = await insertsOf(store.pool, importId, shape)
  return timed(() =>
    store.transaction(async ({ client }) => {
      for (const insert of inserts) await insert(client)
    }),
  )
}
