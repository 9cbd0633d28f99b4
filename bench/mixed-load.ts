/** So many requests a second, whatever becomes of them: reads, a search, and imports that are remembered. */
import { randomUUID } from 'node:crypto'
import { Agent, request } from 'node:https'
import { setTimeout as pause, setInterval } from 'node:timers/promises'
import { makeFleet } from 'taxiway-hardware-hash'
import { devicesPath, importedPath, importOf } from '../test/support/wire-client.ts'

export type MixedLoad = {
  readonly sent: () => number
  /** How often a request was asked to come again, and did. */
  readonly putOff: () => number
  /** How many were not answered with success in the end, by request and what became of it. */
  readonly failed: ReadonlyMap<string, number>
  /** Milliseconds within which that share of them was answered, from when each was due. */
  within(share: number): number
  /** Rows whose import was answered with success. */
  readonly acknowledged: ReadonlySet<string>
  /** Ends after the requests under way. */
  stop(): Promise<void>
}

type Sent = { readonly method: string; readonly path: string; readonly body?: string }

/** `retryAfter`: seconds; 0 where nothing is said. */
type Answer = { readonly status: number; readonly retryAfter: number }

/** Milliseconds between two helpings of requests. */
const tick = 10

/** How long a request comes again, in ms: as long as the project's own clients do it. */
const patience = 120_000

const reads = [
  '/admin/v1/devices?top=20',
  `${devicesPath}?$top=10`,
  `${importedPath}?$top=5`,
] as const

/** As of a few programs that keep theirs: each request that finds all of them busy waits for one. */
const maxConnections = 100

export function startMixedLoad(of: {
  readonly origin: string
  readonly token: string
  readonly perSecond: number
  readonly seed: string
}): MixedLoad {
  const machines = makeFleet({ seed: of.seed, count: 1_000_000, mix: { dell: 1, hp: 1 } })[
    Symbol.iterator
  ]()
  const headers = { authorization: `Bearer ${of.token}`, 'content-type': 'application/json' }
  const failed = new Map<string, number>()
  const taken: number[] = []
  const acknowledged = new Set<string>()
  const running = new Set<Promise<void>>()
  let sent = 0
  let putOff = 0
  let isOver = false

  function fail({ method, path }: Sent, why: unknown): false {
    const kind = `${method} ${path.replace(/\?.*/, '')}: ${why}`
    failed.set(kind, (failed.get(kind) ?? 0) + 1)
    return false
  }

  /** Connections end by themselves in time: only with a limit of its own does the agent read the server's. */
  const agent = new Agent({ keepAlive: true, maxSockets: maxConnections, timeout: 60_000 })

  function answerTo({ method, path, body = '' }: Sent, key: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const keyed = method === 'POST' ? { 'idempotency-key': key } : {}
      const options = { method, agent, headers: { ...headers, ...keyed } }
      const asked = request(`${of.origin}${path}`, options, (answer) => {
        const { statusCode: status = 0, headers: said } = answer
        answer.on('error', reject)
        answer.on('end', () => resolve({ status, retryAfter: Number(said['retry-after'] ?? 0) }))
        answer.resume()
      })
      asked.on('error', reject)
      asked.end(body)
    })
  }

  /** As Graph's clients do: a request that is asked to come again comes when it may. */
  async function ask(what: Sent): Promise<boolean> {
    const since = performance.now()
    const key = randomUUID()
    try {
      for (;;) {
        const { status, retryAfter } = await answerTo(what, key)
        if (status === 503 && retryAfter > 0 && performance.now() - since < patience) {
          putOff++
          await pause(retryAfter * 1_000)
          continue
        }
        taken.push(performance.now() - since)
        return status < 400 || fail(what, status)
      }
    } catch (error) {
      return fail(what, error)
    }
  }

  async function importOne(): Promise<void> {
    const importId = randomUUID()
    const hash = machines.next().value?.hash().text ?? ''
    const body = JSON.stringify(importOf([{ importId, hash }]))
    const isAcknowledged = await ask({ method: 'POST', path: `${importedPath}/import`, body })
    if (isAcknowledged) acknowledged.add(importId)
  }

  /** Of twenty requests one is an import. */
  async function turn(n: number): Promise<void> {
    if (n % 20 === 0) await importOne()
    else await ask({ method: 'GET', path: reads[n % 5 === 0 ? 0 : 1 + (n % 2)] ?? '' })
  }

  const coming = (async () => {
    const begun = performance.now()
    for await (const _ of setInterval(tick)) {
      if (isOver) return
      // By the clock: a machine that is busy leaves ticks out, and no requests.
      const due = ((performance.now() - begun) / 1_000) * of.perSecond
      for (; sent < due; sent++) {
        const asking: Promise<void> = turn(sent).finally(() => running.delete(asking))
        running.add(asking)
      }
    }
  })()

  return {
    sent: () => sent,
    putOff: () => putOff,
    failed,
    within(share) {
      const sorted = taken.toSorted((a, b) => a - b)
      return sorted[Math.ceil(share * sorted.length) - 1] ?? 0
    },
    acknowledged,
    async stop() {
      isOver = true
      await coming
      await Promise.all(running)
      agent.destroy()
    },
  }
}
