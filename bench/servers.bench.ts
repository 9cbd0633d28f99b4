/** One, two and three servers on one database: rows that all of them import a second, and the work for each row. */
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

type Measured = { readonly perSecond: number; readonly microseconds: number }

export async function run(report: Report): Promise<void> {
  const registry = await openBenchRegistry()
  try {
    const database = await databaseProcess(registry.store)
    const all: Measured[] = []
    for (const servers of counts)
      all.push(await measured(registry, { servers, database, seed: `servers ${servers}` }))
    const [one] = all
    if (one === undefined) return
    for (const [n, { perSecond, microseconds }] of all.entries()) {
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
  } finally {
    await registry.close()
  }
}

type Registry = Awaited<ReturnType<typeof openBenchRegistry>>

async function measured(
  registry: Registry,
  of: { readonly servers: number; readonly database: number; readonly seed: string },
): Promise<Measured> {
  const servers: RunningTaxiway[] = []
  try {
    for (let n = 0; n < of.servers; n++)
      servers.push(await startServer(registry, `${of.seed} ${n}`))
    // Each has compiled its code before anything counts.
    for (const [n, server] of servers.entries())
      await importOver(server, fleet(`warm ${of.seed} ${n}`))
    const fleets = Array.from({ length: clients }, (_, client) => fleet(`${of.seed} ${client}`))
    const pids = [of.database, ...servers.map(({ pid }) => pid)]
    const work = () => pids.reduce((sum, pid) => sum + processorSeconds(pid), 0)
    const [before, start] = [work(), performance.now()]
    await Promise.all(
      fleets.map(async (hashes, client) => {
        const server = servers[client % servers.length]
        if (server !== undefined) await importOver(server, hashes)
      }),
    )
    const seconds = (performance.now() - start) / 1_000
    const rows = clients * rowsOfClient
    return { perSecond: rows / seconds, microseconds: ((work() - before) * 1e6) / rows }
  } finally {
    for (const server of servers) await server.stop()
  }
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
