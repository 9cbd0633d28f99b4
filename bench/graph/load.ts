/** Load on addresses: so many connections, each asking again as soon as it is answered. */
import { request as httpsRequest } from 'node:https'
import { openConnection } from './http-client.ts'
import { processorSeconds } from './processor-time.ts'

export type Target = {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** The processes that answer it, by what they are called. */
  readonly processes: Readonly<Record<string, number>>
}

export type Measured = {
  readonly perSecond: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
  /** Processor time per request in microseconds, of each process and of `load` itself; NaN where it cannot be read. */
  readonly work: Readonly<Record<string, number>>
}

const connections = 16
const rounds = 2
const seconds = { warm: 4, measured: 4 }

/**
 * All targets in turn, and that several times: what else the machine does meanwhile is spread over them. The first
 * round is not measured, nor is the beginning of each turn: code is compiled then, and statements are prepared.
 */
export async function measureInTurn(targets: readonly Target[]): Promise<readonly Measured[]> {
  const turns = targets.map((): Turn[] => [])
  for (const target of targets) await turnOf(target)
  for (let round = 0; round < rounds; round++) {
    for (const [i, target] of targets.entries()) turns[i]?.push(await turnOf(target))
  }
  return turns.map(summed)
}

type Turn = {
  /** Milliseconds of each request. */
  readonly times: readonly number[]
  readonly seconds: number
  /** Processor time, seconds. */
  readonly work: Readonly<Record<string, number>>
}

async function turnOf({ url, headers, processes }: Target): Promise<Turn> {
  const open = await Promise.all(
    Array.from({ length: connections }, () => openConnection(url, headers)),
  )
  const times: number[] = []
  const ask = async (length: number) => {
    times.length = 0
    const until = performance.now() + length * 1_000
    const askOn = async (connection: (typeof open)[number]) => {
      for (let start = performance.now(); start < until; ) {
        await connection.ask()
        const now = performance.now()
        times.push(now - start)
        start = now
      }
    }
    await Promise.all(open.map(askOn))
  }
  await ask(seconds.warm)
  const before = spentBy(processes)
  const start = performance.now()
  await ask(seconds.measured)
  const elapsed = (performance.now() - start) / 1_000
  const spent = Object.entries(spentBy(processes)).map(
    ([name, after]) => [name, after - (before[name] ?? 0)] as const,
  )
  for (const connection of open) connection.close()
  return { times, seconds: elapsed, work: Object.fromEntries(spent) }
}

function spentBy(processes: Target['processes']): Record<string, number> {
  const { user, system } = process.cpuUsage()
  const others = Object.entries(processes).map(([name, pid]) => [name, processorSeconds(pid)])
  return { ...Object.fromEntries(others), load: (user + system) / 1e6 }
}

function summed(turns: readonly Turn[]): Measured {
  const times = turns.flatMap((turn) => turn.times).toSorted((a, b) => a - b)
  const at = (share: number) => times[Math.floor(times.length * share)] ?? 0
  const sum = (of: (turn: Turn) => number) => turns.reduce((total, turn) => total + of(turn), 0)
  const work = Object.keys(turns[0]?.work ?? {}).map((name) => [
    name,
    (sum((turn) => turn.work[name] ?? 0) / times.length) * 1e6,
  ])
  return {
    perSecond: times.length / sum((turn) => turn.seconds),
    p50: at(0.5),
    p99: at(0.99),
    work: Object.fromEntries(work),
  }
}

/** One answer, parsed; the certificate may be anybody's. With a `body`, which is JSON, it is a `POST`. */
export function fetchOver(
  url: string,
  headers: Readonly<Record<string, string>>,
  body?: string,
): Promise<Record<string, unknown>> {
  const options =
    body === undefined
      ? { headers }
      : { method: 'POST', headers: { ...headers, 'content-type': 'application/json' } }
  return new Promise((resolve, reject) => {
    const sent = httpsRequest(url, { ...options, rejectUnauthorized: false }, async (response) => {
      resolve(JSON.parse((await response.toArray()).join('')))
    })
    sent.on('error', reject)
    sent.end(body)
  })
}
