/**
 * One, two and three servers on one database: rows that all of them import a second, and the work for each row.
 *
 * All three run from the start and have imported as much before anything counts, and the counts are measured forth and
 * back: neither cold code nor the tables that grow are laid to the charge of more servers.
 */
import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { makeDevice } from 'taxiway-hardware-hash'
import { keyFileName } from '../src/storage/secrets/key-encryption.ts'
import { importOver } from './graph/import-over.ts'
import { databaseProcess, processorSeconds } from './graph/processor-time.ts'
import { type RunningTaxiway, startTaxiwayProcess } from './graph/taxiway-server.ts'
import { laptops, openBenchRegistry, serverFolder } from './registry-store.ts'
import type { Report } from './report.ts'

const clients = 6
const rowsOfClient = 2_500
const counts = [1, 2, 3]
/** Imports of each server before those that count: its code is compiled, its memory has grown. */
const warmUp = 4

type Measured = { readonly rows: number; readonly seconds: number; readonly work: number }

export async function run(report: Report): Promise<void> {
  const registry = await openBenchRegistry()
  const servers: RunningTaxiway[] = []
  try {
    for (let n = 0; n < Math.max(...counts); n++) servers.push(await startServer(registry, `${n}`))
    for (const [n, server] of servers.entries())
      for (let time = 0; time < warmUp; time++) await importOver(server, fleet(`warm ${n} ${time}`))
    const pids = [await databaseProcess(registry.store), ...servers.map(({ pid }) => pid)]
    const all = counts.map(() => ({ rows: 0, seconds: 0, work: 0 }))
    for (const [turn, count] of [...counts, ...counts.toReversed()].entries()) {
      const measured = await measure(servers.slice(0, count), pids, `turn ${turn}`)
      const sum = all[counts.indexOf(count)]
      if (sum === undefined) continue
      sum.rows += measured.rows
      sum.seconds += measured.seconds
      sum.work += measured.work
    }
    reportOn(all, report)
  } finally {
    for (const server of servers) await server.stop()
    await registry.close()
  }
}

function reportOn(all: readonly Measured[], report: Report): void {
  const rates = all.map(({ rows, seconds, work }) => ({
    perSecond: rows / seconds,
    microseconds: (work * 1e6) / rows,
  }))
  const [one] = rates
  if (one === undefined) return
  for (const [n, { perSecond, microseconds }] of rates.entries()) {
    const isOne = n === 0
    report({
      name: `imports through ${counts[n]} ${isOne ? 'server' : 'servers'} on one database`,
      figure: `${perSecond.toFixed(0)} rows/s, ${microseconds.toFixed(0)} µs of processor time a row`,
      ...(!isOne && {
        floor: `${one.perSecond.toFixed(0)} rows/s, ${one.microseconds.toFixed(0)} µs with one`,
        ratio: perSecond / one.perSecond,
        goal: '≥ 0.95 × the rows, ≤ 1.1 × the work',
        met: perSecond >= 0.95 * one.perSecond && microseconds <= 1.1 * one.microseconds,
      }),
    })
  }
}

type Registry = Awaited<ReturnType<typeof openBenchRegistry>>

async function measure(
  servers: readonly RunningTaxiway[],
  pids: readonly number[],
  seed: string,
): Promise<Measured> {
  const fleets = Array.from({ length: clients }, (_, client) => fleet(`${seed} ${client}`))
  const work = () => pids.reduce((sum, pid) => sum + processorSeconds(pid), 0)
  const [before, start] = [work(), performance.now()]
  await Promise.all(
    fleets.map(async (hashes, client) => {
      const server = servers[client % servers.length]
      if (server !== undefined) await importOver(server, hashes)
    }),
  )
  const seconds = (performance.now() - start) / 1_000
  return { rows: clients * rowsOfClient, seconds, work: work() - before }
}

function fleet(seed: string): readonly string[] {
  return Array.from(
    { length: rowsOfClient },
    (_, n) => makeDevice({ seed, count: rowsOfClient, mix: laptops }, n).hash().text,
  )
}

/** A server with a folder of its own, and the key of the registry. */
function startServer(registry: Registry, name: string): Promise<RunningTaxiway> {
  const folder = join(registry.folder, name)
  mkdirSync(serverFolder(folder), { recursive: true })
  copyFileSync(
    join(serverFolder(registry.folder), keyFileName),
    join(serverFolder(folder), keyFileName),
  )
  return startTaxiwayProcess({
    databaseUrl: registry.connectionString,
    folder,
    tenant: { id: registry.tenantId, domain: 'bench.test' },
  })
}
