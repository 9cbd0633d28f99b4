/** The command line on a file as large as a whole fleet: time, and the most memory it ever held. */
import { spawn } from 'node:child_process'
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { makeFleet } from 'taxiway-hardware-hash'
import { commandProgram } from '../test/support/programs.ts'
import type { BenchRow } from './report.ts'

const maxMegabytes = 200

/** Reports peak memory to standard error when the command line ends. */
const announcePeak =
  'process.on("exit",()=>process.stderr.write("peak " + process.resourceUsage().maxRSS))'

/** `taxiway hash check` over `rows` devices. */
export async function checkLargeCsv(rows: number): Promise<BenchRow> {
  const folder = mkdtempSync(join(tmpdir(), 'taxiway-bench-'))
  try {
    const file = join(folder, 'fleet.csv')
    await pipeline(lines(rows), createWriteStream(file))
    const start = performance.now()
    const peak = await peakMegabytes(['hash', 'check', file, '-o', 'csv'])
    const seconds = (performance.now() - start) / 1000
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

function peakMegabytes(args: readonly string[]): Promise<number> {
  const preload = `data:text/javascript,${encodeURIComponent(announcePeak)}`
  const child = spawn(process.execPath, ['--import', preload, commandProgram, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (chunk) => {
    said = (said + chunk).slice(-1000)
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      const peak = /peak (\d+)$/.exec(said)?.[1]
      if (peak === undefined || code === 1) reject(new Error(`the check failed (${code}): ${said}`))
      else resolve(Number(peak) / 1024)
    })
  })
}
