/** An import of 500 rows to its end, next to the least that storing those rows can cost. */

import { openBenchRegistry, percentile, submissions, timed } from './registry-store.ts'
import type { Report } from './report.ts'

const rows = 500
const rounds = 15

export async function run(report: Report): Promise<void> {
  const registry = await openBenchRegistry()
  try {
    await registry.store.pool.query(
      'create table raw_row (row_id uuid primary key default gen_random_uuid(), serial text, hash bytea)',
    )
    const [raw, whole, accepted] = [[] as number[], [] as number[], [] as number[]]
    for (let round = 0; round < rounds; round++) {
      const list = submissions('import', round * rows, rows)
      raw.push(await timed(() => insertRaw(registry.store.pool, list)))
      const start = performance.now()
      accepted.push(await timed(() => registry.accept(list)))
      await registry.decideAll()
      whole.push(performance.now() - start)
    }
    const [floor, figure] = [percentile(raw, 0.5), percentile(whole, 0.5)]
    report({
      name: `import of ${rows} rows until all are decided, in process`,
      figure: `${figure.toFixed(0)} ms (p95 ${percentile(whole, 0.95).toFixed(0)}, accepted after ${percentile(accepted, 0.5).toFixed(0)})`,
      floor: `${floor.toFixed(0)} ms (one bulk insert of the same hashes)`,
      ratio: floor / figure,
      goal: '≥ 0.5',
      met: floor / figure >= 0.5,
    })
  } finally {
    await registry.close()
  }
}

async function insertRaw(
  pool: Awaited<ReturnType<typeof openBenchRegistry>>['store']['pool'],
  list: ReturnType<typeof submissions>,
): Promise<void> {
  await pool.query({
    name: 'raw-insert',
    text: 'insert into raw_row (serial, hash) select * from unnest($1::text[], $2::bytea[])',
    values: [list.map((_, n) => `serial ${n}`), list.map(({ hardwareHash }) => hardwareHash)],
  })
}
