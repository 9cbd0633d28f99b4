/** Checking device CSVs against the least it can cost (read, base64, SHA-256), and its memory at three sizes. */
import { spawn } from 'node:child_process'
import { hash } from 'node:crypto'
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { DeviceCsvChecker } from 'taxiway-device-csv'
import { manyDevices } from '../test/device-csv/many-devices.ts'
import { commandProgram } from '../test/support/programs.ts'
import type { BenchRow, Report } from './report.ts'
import { figuresIn, sayFigures } from './say-figures.ts'

const rows = 100_000
const rounds = 5
const maxMegabytes = 200

export async function run(report: Report): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'taxiway-bench-'))
  try {
    const file = join(folder, 'devices.csv')
    await pipeline(Readable.from(manyDevices(rows)), createWriteStream(file))
    report(await speed(file))
  } finally {
    rmSync(folder, { recursive: true })
  }
  for (const count of [10_000, rows, 1_000_000]) report(await memory(count))
}

/**
 * The best of some rounds each, in turns, so that both meet the same machine. In processor time: both are the
 * work of one thread, and how much of a core other programs leave should not decide.
 */
async function speed(file: string): Promise<BenchRow> {
  const best = { floor: Number.POSITIVE_INFINITY, check: Number.POSITIVE_INFINITY }
  for (let round = 0; round < rounds; round++) {
    best.floor = Math.min(best.floor, await seconds(() => floor(file)))
    best.check = Math.min(best.check, await seconds(() => check(file)))
  }
  const ratio = best.floor / best.check
  return {
    name: `csv: check of ${rows} rows`,
    figure: `${best.check.toFixed(2)} s CPU`,
    floor: `${best.floor.toFixed(2)} s (read + base64 + SHA-256)`,
    ratio,
    goal: '≥ 0.5 of the floor',
    met: ratio >= 0.5,
  }
}

async function seconds(work: () => Promise<number>): Promise<number> {
  const start = process.cpuUsage()
  const seen = await work()
  if (seen !== rows) throw new Error(`${seen} rows seen instead of ${rows}`)
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1e6
}

/** Finds the last field of every line, decodes it, and takes the digest of what it says. */
async function floor(file: string): Promise<number> {
  let count = -1
  let rest = ''
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 16 })) {
    const text: string = rest + chunk.latin1Slice()
    let at = 0
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', at)) {
      const bytes = Buffer.from(text.slice(text.lastIndexOf(',', end) + 1, end - 1), 'base64')
      if (count++ >= 0) hash('sha256', bytes.subarray(0, bytes.readUInt16LE(2)), 'hex')
      at = end + 1
    }
    rest = text.slice(at)
  }
  return count
}

async function check(file: string): Promise<number> {
  const checker = new DeviceCsvChecker(() => undefined)
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 16 })) checker.push(chunk)
  return checker.end().rows
}

/** The command line reading `count` rows from a pipe: no file of four gigabytes is needed. */
async function memory(count: number): Promise<BenchRow> {
  const program = [...sayFigures, commandProgram, 'csv', 'check', '-', '--quiet']
  const child = spawn(process.execPath, program, { stdio: ['pipe', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (chunk) => {
    said = (said + chunk).slice(-1000)
  })
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const start = performance.now()
  await pipeline(Readable.from(manyDevices(count)), child.stdin)
  await closed
  const peak = figuresIn(said)?.peakMegabytes ?? Number.NaN
  const took = (performance.now() - start) / 1000
  const bound = count <= rows
  return {
    name: `cli: csv check of ${count} rows`,
    figure: `${peak.toFixed(0)} MB, ${took.toFixed(1)} s`,
    ...(bound && { goal: `≤ ${maxMegabytes} MB`, met: peak <= maxMegabytes }),
  }
}
