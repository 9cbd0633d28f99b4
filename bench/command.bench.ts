/** `taxiway import` as a person runs it, against a server of its own: a few devices, a fleet, and a few beside a fleet. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeDevice } from 'taxiway-hardware-hash'
import { fillDevices } from './fill-devices.ts'
import { importOver } from './graph/import-over.ts'
import { type RunningTaxiway, startTaxiwayProcess } from './graph/taxiway-server.ts'
import { laptops, openBenchRegistry, percentile, timed } from './registry-store.ts'
import type { Report } from './report.ts'
import { type CommandRun, runCommand } from './run-command.ts'

const few = 500
const fleet = Number(process.env['TAXIWAY_BENCH_DEVICES'] ?? 100_000)
const rounds = 20

export async function run(report: Report): Promise<void> {
  const registry = await openBenchRegistry()
  const folder = join(registry.folder, 'command')
  mkdirSync(folder)
  const server = await startTaxiwayProcess({
    databaseUrl: registry.connectionString,
    folder: registry.folder,
    tenant: { id: registry.tenantId, domain: 'bench.test' },
  })
  try {
    const importer = importerOf(folder, server)
    const fresh = await importer.few('fresh')
    reportFew(report, fresh)
    await fillDevices(registry, fleet)
    reportBeside(report, fresh, await importer.few('beside'))
    const graph = (await timed(() => importOver(server, hashes('graph', fleet)))) / 1_000
    reportFleet(report, graph, await importer.fleet())
  } finally {
    await server.stop()
    await registry.close()
  }
}

function importerOf(folder: string, server: RunningTaxiway) {
  const ofDevices = (name: string, devices: readonly string[]) => {
    const file = join(folder, `${name}.csv`)
    const header = 'Device Serial Number,Windows Product ID,Hardware Hash'
    writeFileSync(file, [header, ...devices.map((hash) => `,,${hash}`), ''].join('\r\n'))
    return runCommand(['import', file], server.commandEnv)
  }
  return {
    async few(name: string): Promise<readonly CommandRun[]> {
      const runs: CommandRun[] = []
      for (let round = 0; round < rounds; round++) {
        const seed = `${name} ${round}`
        runs.push(await ofDevices(seed, hashes(seed, few)))
      }
      return runs
    },
    fleet: () => ofDevices('fleet', hashes('command', fleet)),
  }
}

function hashes(seed: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, n) =>
    makeDevice({ seed, count, mix: laptops }, n).hash(),
  ).map(({ text }) => text)
}

const secondsOf = (runs: readonly CommandRun[], share: number) =>
  percentile(
    runs.map(({ seconds }) => seconds),
    share,
  )
const maxOf = (runs: readonly CommandRun[], of: 'requests' | 'peakMegabytes') =>
  Math.max(...runs.map((each) => each[of]))

function reportFew(report: Report, runs: readonly CommandRun[]): void {
  const p95 = secondsOf(runs, 0.95)
  report({
    name: `taxiway import of ${few} rows, the whole command`,
    figure: `p50 ${secondsOf(runs, 0.5).toFixed(2)} s, p95 ${p95.toFixed(2)} s, at most ${maxOf(runs, 'requests')} requests`,
    goal: 'p95 ≤ 2 s',
    met: p95 <= 2,
  })
}

function reportBeside(
  report: Report,
  fresh: readonly CommandRun[],
  beside: readonly CommandRun[],
): void {
  const [floor, figure] = [secondsOf(fresh, 0.5), secondsOf(beside, 0.5)]
  const requests = maxOf(beside, 'requests')
  report({
    name: `… beside ${fleet} devices and their receipts`,
    figure: `p50 ${figure.toFixed(2)} s, at most ${requests} requests`,
    floor: `${floor.toFixed(2)} s in a fresh registry`,
    ratio: floor / figure,
    goal: '≤ 1.2 × the time, ≤ 10 requests',
    met: figure <= 1.2 * floor && requests <= 10,
  })
}

function reportFleet(
  report: Report,
  graph: number,
  { seconds, peakMegabytes, requests }: CommandRun,
): void {
  report({
    name: `taxiway import of ${fleet} rows`,
    figure: `${seconds.toFixed(1)} s, ${peakMegabytes.toFixed(0)} MB, ${requests} requests`,
    floor: `${graph.toFixed(1)} s (a script that posts to Graph)`,
    ratio: graph / seconds,
    goal: '≤ 1.2 × the time, ≤ 200 MB',
    met: seconds <= 1.2 * graph && peakMegabytes <= 200,
  })
}
