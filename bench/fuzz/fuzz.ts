/**
 * `npm run fuzz`: hostile hashes by the million, on all processors.
 *
 * Options: `--count` executions (default 10 million), `--seed` (default the time), `--threads`.
 * The same seed, count and number of threads give the same run.
 */
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { bytesOf, hashFixtures } from '../../test/support/hardware-hashes.ts'
import type { FuzzOrder, FuzzResult } from './fuzz-hashes.ts'

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '10000000' },
    seed: { type: 'string', default: String(Date.now()) },
    threads: { type: 'string', default: String(availableParallelism()) },
  },
})
const count = Number(values.count)
const threads = Number(values.threads)
if (!(count >= 1 && threads >= 1))
  throw new RangeError('--count and --threads must be positive numbers')

const samples = hashFixtures.map(bytesOf)
const started = performance.now()
console.log(
  `Fuzzing the hash decoder: ${count} executions, seed ${values.seed}, ${threads} threads`,
)

const results = await Promise.all(
  Array.from({ length: threads }, (_, thread) =>
    run({ seed: `${values.seed}/${thread}`, count: shareOf(thread), samples, timed: true }),
  ),
)

const seconds = (performance.now() - started) / 1000
const executions = results.reduce((sum, each) => sum + each.executions, 0)
const thorough = results.reduce((sum, each) => sum + each.thorough, 0)
const outcomes = new Map<string, number>()
for (const [name, times] of results.flatMap((each) => Object.entries(each.outcomes))) {
  outcomes.set(name, (outcomes.get(name) ?? 0) + times)
}
for (const [name, times] of [...outcomes].toSorted((a, b) => b[1] - a[1])) {
  console.log(`${String(times).padStart(12)}  ${name}`)
}
console.log(
  `${executions} executions (${thorough} of them with all values, findings and encoding), ` +
    `seed ${values.seed}, ${seconds.toFixed(0)} s: no throw, no read outside, none over 1 ms per KB`,
)

function shareOf(thread: number): number {
  return Math.floor((count * (thread + 1)) / threads) - Math.floor((count * thread) / threads)
}

function run(workerData: FuzzOrder): Promise<FuzzResult> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./fuzz-worker.ts', import.meta.url), { workerData })
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}
