/** So many requests a second, whatever becomes of them: reads, a search, and imports that are remembered. */
import { randomUUID } from 'node:crypto'
import { setInterval } from 'node:timers/promises'
import { makeFleet } from 'taxiway-hardware-hash'
import { devicesPath, importedPath, importOf } from '../support/wire-client.ts'

export type MixedLoad = {
  readonly sent: () => number
  /** Those that were not answered with success, in words. */
  readonly failed: readonly string[]
  /** Rows whose import was answered with success. */
  readonly acknowledged: ReadonlySet<string>
  /** Ends after the requests under way. */
  stop(): Promise<void>
}

/** Milliseconds between two helpings of requests. */
const tick = 10

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
  const failed: string[] = []
  const acknowledged = new Set<string>()
  const running = new Set<Promise<void>>()
  let sent = 0
  let isOver = false

  async function ask(method: string, path: string, body?: string): Promise<boolean> {
    try {
      const key = method === 'POST' ? { 'idempotency-key': randomUUID() } : {}
      const answer = await fetch(`${of.origin}${path}`, {
        method,
        headers: { ...headers, ...key },
        ...(body !== undefined && { body }),
      })
      await answer.arrayBuffer()
      if (!answer.ok) failed.push(`${method} ${path}: ${answer.status}`)
      return answer.ok
    } catch (error) {
      failed.push(`${method} ${path}: ${(error as Error).cause ?? error}`)
      return false
    }
  }

  async function importOne(): Promise<void> {
    const importId = randomUUID()
    const hash = machines.next().value?.hash().text ?? ''
    const body = JSON.stringify(importOf([{ importId, hash }]))
    if (await ask('POST', `${importedPath}/import`, body)) acknowledged.add(importId)
  }

  /** Of twenty requests one is an import. */
  async function request(n: number): Promise<void> {
    if (n % 20 === 0) await importOne()
    else if (n % 5 === 0) await ask('GET', '/admin/v1/devices?limit=20')
    else if (n % 2 === 0) await ask('GET', `${devicesPath}?$top=10`)
    else await ask('GET', `${importedPath}?$top=5`)
  }

  const coming = (async () => {
    let due = 0
    for await (const _ of setInterval(tick)) {
      if (isOver) return
      due += (of.perSecond * tick) / 1_000
      for (; sent < due; sent++) {
        const asking: Promise<void> = request(sent).finally(() => running.delete(asking))
        running.add(asking)
      }
    }
  })()

  return {
    sent: () => sent,
    failed,
    acknowledged,
    async stop() {
      isOver = true
      await coming
      await Promise.all(running)
    },
  }
}
