/** What was measured last of each topic, kept in `bench/results` to be committed and compared. */
import { execFileSync } from 'node:child_process'
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'
import { join } from 'node:path'
import { type BenchRow, markdown } from './report.ts'

const folder = join(import.meta.dirname, 'results')

export type Result = {
  readonly topic: string
  /** ISO 8601, when it ended. */
  readonly at: string
  /** What the checkout was at; `-dirty` where files had changed. */
  readonly commit: string
  readonly node: string
  readonly processors: number
  readonly processor: string
  readonly memoryBytes: number
  /** Processes that wanted to run, on average of a minute, before it began: more than none, and others worked beside it. */
  readonly loadBefore: number
  readonly rows: readonly BenchRow[]
}

export const loadNow = (): number => loadavg()[0] ?? 0

/** Replaces the topic's earlier result. */
export function keepResult(topic: string, loadBefore: number, rows: readonly BenchRow[]): void {
  const result: Result = {
    topic,
    at: new Date().toISOString(),
    commit: commit(),
    node: process.version,
    processors: availableParallelism(),
    processor: cpus()[0]?.model ?? 'unknown',
    memoryBytes: totalmem(),
    loadBefore,
    rows,
  }
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${topic}.json`), `${JSON.stringify(result, undefined, 2)}\n`)
  writeFileSync(join(folder, 'README.md'), page())
}

function page(): string {
  const all = globSync('*.json', { cwd: folder })
    .toSorted()
    .map((name): Result => JSON.parse(readFileSync(join(folder, name), 'utf8')))
  return `# Measured

Written by \`npm run bench\`. Figures are of one machine and one moment; only the ratio to the floor of the same run travels.

${all.map(section).join('\n')}`
}

function section({ topic, at, commit, node, processors, loadBefore, rows }: Result): string {
  const beside = loadBefore < 0.5 ? 'idle before' : `busy before: load ${loadBefore.toFixed(1)}`
  return `## ${topic}

${at.slice(0, 10)}, commit ${commit}, Node ${node}, ${processors} processors, ${beside}.

${markdown(rows)}
`
}

function commit(): string {
  try {
    const args = ['describe', '--always', '--dirty', '--exclude=*']
    return execFileSync('git', args, {
      cwd: folder.replace(/results$/, ''),
      encoding: 'utf8',
    }).trim()
  } catch {
    return 'unknown'
  }
}
