/** What Taxiway takes before it does anything: time until a command prints and a server is ready, memory of an idle server. */
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { makeDevice } from 'taxiway-hardware-hash'
import { commandProgram } from '../test/support/programs.ts'
import { importOver } from './graph/import-over.ts'
import { startTaxiwayProcess } from './graph/taxiway-server.ts'
import { laptops, percentile, timed } from './registry-store.ts'
import type { Report } from './report.ts'

const rounds = 15
/** A server gives back what its start needed ten seconds after it is ready. */
const idleMs = 20_000
const rows = 10_000
const tenant = { id: '5b2c7e0a-1111-4000-8000-00000000beac', domain: 'bench.test' }

export async function run(report: Report): Promise<void> {
  await commands(report)
  const folder = mkdtempSync(join(tmpdir(), 'taxiway-bench-'))
  try {
    await servers(report, folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function commands(report: Report): Promise<void> {
  const run = promisify(execFile)
  const hash = deviceHash(0)
  const times = { node: [] as number[], help: [] as number[], decode: [] as number[] }
  for (let round = -2; round < rounds; round++) {
    if (round === 0) for (const each of Object.values(times)) each.length = 0
    times.node.push(await timed(() => run(process.execPath, ['-e', '0'])))
    times.help.push(await timed(() => run(process.execPath, [commandProgram, '--help'])))
    times.decode.push(
      await timed(() => run(process.execPath, [commandProgram, 'hash', 'decode', hash])),
    )
  }
  const floor = percentile(times.node, 0.5)
  for (const [name, own, goal] of [
    ['taxiway --help', times.help, 80],
    ['taxiway hash decode', times.decode, 120],
  ] as const) {
    const figure = percentile(own, 0.5)
    report({
      name,
      figure: `${figure.toFixed(0)} ms`,
      floor: `${floor.toFixed(0)} ms (bare Node)`,
      ratio: floor / figure,
      goal: `≤ ${goal} ms`,
      met: figure <= goal,
    })
  }
}

async function servers(report: Report, folder: string): Promise<void> {
  const first = await startTaxiwayProcess({ folder, tenant })
  await first.stop()
  const server = await startTaxiwayProcess({ folder, tenant })
  try {
    report({
      name: 'a server with its own database is ready again',
      figure: `${(server.readyAfterMs / 1_000).toFixed(2)} s`,
      floor: `${(first.readyAfterMs / 1_000).toFixed(2)} s (its first start)`,
    })
    await pause(idleMs)
    const idle = megabytes(server.pid, 'VmRSS')
    report({
      name: 'memory of an idle server',
      figure: `${idle.toFixed(0)} MB`,
      goal: '≤ 120 MB',
      met: idle <= 120,
    })
    await importOver(
      server,
      Array.from({ length: rows }, (_, n) => deviceHash(n)),
    )
    const most = megabytes(server.pid, 'VmHWM')
    report({
      name: `most memory of a server, with an import of ${rows} rows`,
      figure: `${most.toFixed(0)} MB`,
      goal: '≤ 300 MB',
      met: most <= 300,
    })
  } finally {
    await server.stop()
  }
}

function deviceHash(n: number): string {
  return makeDevice({ seed: 'start', count: rows, mix: laptops }, n).hash().text
}

/** Of a process on Linux; NaN on systems that do not say it of other processes. [documented: proc_pid_status(5)] */
function megabytes(pid: number, what: 'VmRSS' | 'VmHWM'): number {
  try {
    const [, kilobytes] =
      new RegExp(`${what}:\\s+(\\d+) kB`).exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return Number(kilobytes) / 1_024
  } catch {
    return Number.NaN
  }
}
