/** `taxiway import` of 500 rows as a person runs it: the whole command, against a server of its own. */
import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { makeDevice } from 'taxiway-hardware-hash'
import { commandProgram } from '../test/support/programs.ts'
import { startTaxiwayProcess } from './graph/taxiway-server.ts'
import { insertRaw, makeRawTable } from './raw-insert.ts'
import { laptops, openBenchRegistry, percentile, timed } from './registry-store.ts'
import type { Report } from './report.ts'

const run500 = promisify(execFile)
const rows = 500
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
    await makeRawTable(registry.store.pool)
    const measured = { whole: [] as number[], decided: [] as number[], bulk: [] as number[] }
    for (let round = 0; round < rounds; round++) {
      const hashes = fleet(round)
      const file = join(folder, `devices-${round}.csv`)
      writeFileSync(file, csvOf(hashes.map(({ text }) => text)))
      const args = [commandProgram, 'import', file, '--json']
      let stdout = ''
      measured.whole.push(
        await timed(async () => {
          ;({ stdout } = await run500(process.execPath, args, {
            env: { ...process.env, ...server.commandEnv },
            maxBuffer: 1 << 26,
          }))
        }),
      )
      measured.decided.push(1_000 * JSON.parse(stdout).summary.seconds)
      measured.bulk.push(
        await timed(() =>
          insertRaw(
            registry.store.pool,
            hashes.map(({ bytes }) => bytes),
          ),
        ),
      )
    }
    print(report, measured)
  } finally {
    await server.stop()
    await registry.close()
  }
}

function fleet(round: number) {
  return Array.from({ length: rows }, (_, n) =>
    makeDevice({ seed: 'command', count: rows * rounds, mix: laptops }, round * rows + n).hash(),
  )
}

function csvOf(hashes: readonly string[]): string {
  const header = 'Device Serial Number,Windows Product ID,Hardware Hash'
  return [header, ...hashes.map((hash) => `,,${hash}`), ''].join('\r\n')
}

function print(
  report: Report,
  { whole, decided, bulk }: Record<'whole' | 'decided' | 'bulk', number[]>,
) {
  const p95 = percentile(whole, 0.95)
  report({
    name: `taxiway import of ${rows} rows, the whole command`,
    figure: `p50 ${percentile(whole, 0.5).toFixed(0)} ms, p95 ${p95.toFixed(0)} ms`,
    goal: 'p95 ≤ 2 s',
    met: p95 <= 2_000,
  })
  const [figure, floor] = [percentile(decided, 0.5), percentile(bulk, 0.5)]
  report({
    name: '… from its first request until all rows are decided',
    figure: `${figure.toFixed(0)} ms`,
    floor: `${floor.toFixed(0)} ms (one bulk insert of the same hashes)`,
    ratio: floor / figure,
    goal: '≥ 0.5',
    met: floor / figure >= 0.5,
  })
}
