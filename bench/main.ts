/**
 * `npm run bench [topic…]`: runs every `bench/<topic>.bench.ts`, or those named, and prints one table.
 *
 * Each topic's figures are written to `bench/results/<topic>.json`, too. Ends with exit code 1 when a goal is missed. Figures are of this machine and this moment; only the
 * ratio to the floor of the same run travels.
 */
import { globSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { basename, join } from 'node:path'
import { type BenchRow, type Report, table } from './report.ts'
import { keepResult, loadNow } from './results.ts'

const topics = globSync('*.bench.ts', { cwd: import.meta.dirname })
  .map((file) => basename(file, '.bench.ts'))
  .toSorted()
const wanted = process.argv.slice(2)
const unknown = wanted.filter((topic) => !topics.includes(topic))
if (unknown.length > 0)
  throw new RangeError(`no such topic: ${unknown.join(', ')}; there are ${topics.join(', ')}`)

const rows: BenchRow[] = []
for (const topic of wanted.length === 0 ? topics : wanted) {
  console.error(`Measuring ${topic} …`)
  const loadBefore = loadNow()
  const own: BenchRow[] = []
  const { run }: { run: (report: Report) => Promise<void> } = await import(
    join(import.meta.dirname, `${topic}.bench.ts`)
  )
  await run((row) => own.push(row))
  keepResult(topic, loadBefore, own)
  rows.push(...own)
}
console.log(
  `Node ${process.version}, ${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown processor'}`,
)
console.log(table(rows))
if (rows.some(({ met }) => met === false)) process.exitCode = 1
