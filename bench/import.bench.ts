/** An import of 500 rows to its end, next to the least that storing those rows can cost. */

import { insertRaw, makeRawTable } from './raw-insert.ts'
import { openBenchRegistry, percentile, submissions, timed } from './registry-store.ts'
import type { Report } from './report.ts'

const rows = 500
const rounds = 15
/** Rounds before those that count: a server that runs has its code compiled and its tables filled. */
const warmUp = 5

export async function run(report: Report): Promise<void> {
  const registry = await openBenchRegistry()
  try {
    await makeRawTable(registry.store.pool)
    const [raw, whole, accepted] = [[] as number[], [] as number[], [] as number[]]
    for (let round = -warmUp; round < rounds; round++) {
      const list = submissions('import', (warmUp + round) * rows, rows)
      if (round === 0) for (const times of [raw, whole, accepted]) times.length = 0
      raw.push(await timed(() => insertRaw(registry.store.pool, hashesOf(list))))
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

function hashesOf(list: ReturnType<typeof submissions>): readonly Uint8Array[] {
  return list.flatMap(({ hardwareHash }) => hardwareHash ?? [])
}
