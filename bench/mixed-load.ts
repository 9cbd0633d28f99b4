/** So many requests a second, whatever becomes of them: reads, a search, and imports that are remembered. */
import { randomUUID } from 'node:crypto'
import { Agent, request } from 'node:https'
import { setInterval } from 'node:timers/promises'
import { makeFleet } from 'taxiway-hardware-hash'
import { devicesPath, importedPath, importOf } from '../test/support/wire-client.ts'

export type MixedLoad = {
  readonly sent: () => number
  /** How many were not answered with success, by request and what became of it. */
  readonly failed: ReadonlyMap<string, number>
  /** Milliseconds within which that share of them was answered, from when each was due. */
  within(share: number): number
  /** Rows whose import was answered with success. */
  readonly acknowledged: ReadonlySet<string>
  /** Ends after the requests under way. */
  stop(): Promise<void>
}

/** Milliseconds between two helpings of requests. */
const tick = 10

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
  let isOver = false

  function fail(method: string, path: string, why: unknown): false {
    const kind = `${method} ${path.replace(/\?.*/, '')}: ${why}`
    failed.set(kind, (failed.get(kind) ?? 0) + 1)
    return false
  }

  /** Connections end by themselves in time: only with a limit of its own does the agent read the server's. */
  const agent = new Agent({ keepAlive: true, maxSockets: maxConnections, timeout: 60_000 })

  function statusOf(method: string, path: string, body = ''): Promise<number> {
    const key = method === 'POST' ? { 'idempotency-key': randomUUID() } : {}
    return new Promise((resolve, reject) => {
      const options = { method, agent, headers: { ...headers, ...key } }
      const sent = request(`${of.origin}${path}`, options, (answer) => {
        answer.on('error', reject)
        answer.on('end', () => resolve(answer.statusCode ?? 0))
        answer.resume()
      })
      sent.on('error', reject)
      sent.end(body)
    })
  }

  async function ask(method: string, path: string, body?: string): Promise<boolean> {
    const since = performance.now()
    try {
      const status = await statusOf(method, path, body)
      taken.push(performance.now() - since)
      return status < 400 || fail(method, path, status)
    } catch (error) {
      return fail(method, path, error)
    }
  }

  async function importOne(): Promise<void> {
    const importId = randomUUID()
    const hash = machines.next().value?.hash().text ?? ''
    const body = JSON.stringify(importOf([{ importId, hash }]))
    if (await ask('POST', `${importedPath}/import`, body)) acknowledged.add(importId)
  }

  /** Of twenty requests one is an import. */
  async function turn(n: number): Promise<void> {
    if (n % 20 === 0) await importOne()
    else if (n % 5 === 0) await ask('GET', '/admin/v1/devices?limit=20')
    else if (n % 2 === 0) await ask('GET', `${devicesPath}?$top=10`)
    else await ask('GET', `${importedPath}?$top=5`)
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
