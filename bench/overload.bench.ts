/**
 * What a server does that is asked three times what it can do: how much of it still gets done and how quickly, whether
 * it says that it lives, what it costs in memory, and how soon everything is as before.
 */
import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { type Connection, openConnection } from './graph/http-client.ts'
import { fetchOver } from './graph/load.ts'
import { type RunningTaxiway, startTaxiwayProcess } from './graph/taxiway-server.ts'
import { crowdOf } from './overload/crowd.ts'
import { openBenchRegistry, percentile, submissions, timed } from './registry-store.ts'
import type { Report } from './report.ts'

const set = '/v1.0/deviceManagement/windowsAutopilotDeviceIdentities'
const seconds = { warm: 8, peak: 4, overload: 10, recovery: 10 }
const times = 3

export async function run(report: Report): Promise<void> {
  const registry = await openBenchRegistry()
  try {
    await registry.import(submissions('overload', 0, 500))
    const taxiway = await startTaxiwayProcess({
      databaseUrl: registry.connectionString,
      folder: registry.folder,
      tenant: { id: registry.tenantId, domain: 'bench.test' },
    })
    try {
      await overload(taxiway, report)
    } finally {
      await taxiway.stop()
    }
  } finally {
    await registry.close()
  }
}

async function overload({ origin, token, pid }: RunningTaxiway, report: Report): Promise<void> {
  const headers = { authorization: `Bearer ${token}` }
  const list = `${origin}${set}?$top=50`
  const [{ id }] = (await fetchOver(list, headers))['value'] as [{ id: string }]
  const urls = [list, `${origin}${set}/${id}`]
  const few = await open(urls, headers, 16)
  await closedLoop(few, seconds.warm)
  // What a connection costs is no overload: all of them are there before.
  const many = await open(urls, headers, 128)
  await Promise.all(many.flat().map((connection) => connection.ask()))
  const calmMemory = watchMemory(pid)
  const peak = await closedLoop(few, seconds.peak)
  const calm = calmMemory.stop()

  const health = watchHealth(`${origin}/livez`)
  const memory = watchMemory(pid)
  const crowd = crowdOf(many)
  const { taken, away } = await crowd.comeAt(times * peak, seconds.overload)
  const most = memory.stop()
  const lived = await health.stop()
  const recovery = await untilAsBefore(few, peak)
  for (const connection of few.flat()) connection.close()

  const goodput = taken.length / seconds.overload / peak
  const p99 = percentile(taken, 0.99)
  const slowest = percentile(lived, 0.99)
  const name = `asked ${times} × ${peak.toFixed(0)} reads a second`
  const kept = `${(goodput * 100).toFixed(0)} % of the peak; ${away} asked to retry`
  const found = [
    { what: 'still answered', figure: kept, goal: '≥ 80 %', met: goodput >= 0.8 },
    {
      what: 'time of those',
      figure: `p99 ${p99.toFixed(0)} ms`,
      goal: '≤ 500 ms',
      met: p99 <= 500,
    },
    {
      what: '/livez',
      figure: `p99 ${slowest.toFixed(0)} ms of ${lived.length}`,
      goal: '≤ 100 ms',
      met: slowest <= 100,
    },
    {
      what: 'memory',
      figure: `${calm.toFixed(0)} → ${most.toFixed(0)} MiB`,
      goal: '+ ≤ 20 %',
      met: most <= calm * 1.2,
    },
    {
      what: 'as before',
      figure: `after ${recovery.toFixed(0)} s`,
      goal: '≤ 10 s',
      met: recovery <= 10,
    },
  ]
  for (const { what, ...row } of found) report({ name: `${name}: ${what}`, ...row })
}

/** So many connections for each address. */
function open(
  urls: readonly string[],
  headers: Readonly<Record<string, string>>,
  count: number,
): Promise<readonly Connection[][]> {
  const one = (url: string) => openConnection(url, headers, [200, 503])
  return Promise.all(urls.map((url) => Promise.all(Array.from({ length: count }, () => one(url)))))
}

/** Answers a second to connections that ask again as soon as they are answered. */
async function closedLoop(kinds: readonly Connection[][], length: number): Promise<number> {
  const until = performance.now() + length * 1_000
  let answered = 0
  // Each asks for everything in turn, so that the quick ones are not asked more often than the others.
  const askOn = async (n: number) => {
    while (performance.now() < until)
      for (const connections of kinds) if ((await connections[n]?.ask()) === 200) answered++
  }
  await Promise.all((kinds[0] ?? []).map((_, n) => askOn(n)))
  return answered / length
}

/** Seconds until a second's work is at least nine tenths of the peak; ten and more where it is not. */
async function untilAsBefore(kinds: readonly Connection[][], peak: number): Promise<number> {
  for (let second = 0; second <= seconds.recovery; second++) {
    if ((await closedLoop(kinds, 1)) >= 0.9 * peak) return second
  }
  return Number.POSITIVE_INFINITY
}

/** MiB that a process keeps in memory, the most seen; NaN where the system does not say. */
function watchMemory(pid: number) {
  let most = 0
  const look = () => {
    const kib = Number(/^VmRSS:\s+(\d+)/m.exec(statusOf(pid))?.[1] ?? Number.NaN)
    most = Math.max(most, kib / 1_024)
  }
  const timer = setInterval(look, 200)
  return {
    stop() {
      clearInterval(timer)
      look()
      return most
    },
  }
}

function statusOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8')
  } catch {
    return ''
  }
}

/** Milliseconds of each look. */
function watchHealth(url: string) {
  const lasted: number[] = []
  let isOver = false
  const watching = (async () => {
    const connection = await openConnection(url, {})
    while (!isOver) {
      lasted.push(await timed(connection.ask))
      await pause(50)
    }
    connection.close()
  })()
  return {
    async stop() {
      isOver = true
      await watching
      return lasted
    },
  }
}
