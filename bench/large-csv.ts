/** The command line on a file as large as a whole fleet: time, and the most memory it ever held. */
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { makeFleet } from 'taxiway-hardware-hash'
import type { BenchRow } from './report.ts'
import { runCommand } from './run-command.ts'

const maxMegabytes = 200

/** `taxiway hash check` over `rows` devices. */
export async function checkLargeCsv(rows: number): Promise<BenchRow> {
  const folder = mkdtempSync(join(tmpdir(), 'taxiway-bench-'))
  try {
    const file = join(folder, 'fleet.csv')
    await pipeline(lines(rows), createWriteStream(file))
    const { seconds, peakMegabytes: peak } = await runCommand(['hash', 'check', file, '-o', 'csv'])
    return {
      name: `cli: hash check of ${rows} rows`,
      figure: `${peak.toFixed(0)} MB, ${seconds.toFixed(1)} s`,
      goal: `≤ ${maxMegabytes} MB`,
      met: peak <= maxMegabytes,
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function* lines(rows: number): Generator<string> {
  yield 'Device Serial Number,Windows Product ID,Hardware Hash\r\n'
  for (const { description, hash } of makeFleet({ seed: 'large csv', count: rows })) {
    yield `${description.serialNumber},,${hash().text}\r\n`
  }
}
