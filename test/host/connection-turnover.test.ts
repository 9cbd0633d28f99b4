/** Which connections a server lets go so that other servers get them, on a clock of the test. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Agent } from 'node:https'
import type { Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { withTurnover } from '../../src/host/listening/connection-turnover.ts'
import { eventually } from '../support/eventually.ts'
import { holdWork } from './held-work.ts'

/** Asks over each of 100 connections in turn, every ten ms; returns which were let go, and when. */
function asked({ waiting, seconds }: { waiting: (now: number) => number; seconds: number }) {
  let now = 0
  let current = 0
  const gone: { connection: number; at: number }[] = []
  const listener = withTurnover(() => undefined, {
    waiting: () => waiting(now),
    letGo: () => {
      gone.push({ connection: current, at: now })
      sockets[current] = {} as Socket
    },
    clock: () => now,
  })
  const sockets = Array.from({ length: 100 }, () => ({}) as Socket)
  for (let turn = 0; now < seconds * 1_000; turn++, now += 10) {
    current = turn % sockets.length
    listener({ socket: sockets[current] } as IncomingMessage, {} as ServerResponse)
  }
  return gone
}

test('connections stay where no request has to wait', () => {
  expect(asked({ waiting: () => 0, seconds: 60 })).toEqual([])
})

test('while requests wait, old connections go one after the other, and none of the new ones', () => {
  const gone = asked({ waiting: (now) => (now >= 10_000 ? 1 : 0), seconds: 12 })
  expect(gone[0]?.at).toBe(10_000)
  // In two seconds every 40 ms, which is every fourth connection, twice round.
  expect(gone.length).toBe(50)
  expect(new Set(gone.map(({ connection }) => connection)).size).toBeGreaterThanOrEqual(25)
  const times = gone.map(({ at }) => at)
  expect(times.slice(1).every((at, n) => at - (times[n] ?? 0) >= 40)).toBe(true)
})

test('a server that has others answers those whose requests waited, and closes their connections', async () => {
  const slots = { initial: 5, min: 5, max: 5 }
  const maxWait = { burst: 600_000, sustained: 600_000 }
  const closed = async (hasOthers: boolean) => {
    const server = await holdWork({ admission: { slots, maxWait }, hasOthers })
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    onTestFinished(() => agent.destroy())
    const first = server.ask('/person/first', { agent })
    await eventually(() => expect(server.begun).toEqual(['/person/first']))
    server.finish('/person/first')
    await first
    for (let n = 0; n < 3; n++) server.start(`/program/${n}`)
    await eventually(() => expect(server.figures().waiting).toBe(1))
    // Not before the connection is two seconds old, and each answer before that leaves it open.
    let asked = 0
    const connections = new Set<string | undefined>()
    await eventually(async () => {
      const path = `/person/${asked++}`
      const answer = server.ask(path, { agent })
      await eventually(() => expect(server.begun).toContain(path))
      server.finish(path)
      const { status, headers } = await answer
      connections.add(headers.connection)
      expect(status).toBe(200)
      if (hasOthers) expect(headers.connection).toBe('close')
    })
    return connections
  }
  expect(await closed(true)).toContain('close')
  expect(await closed(false)).toEqual(new Set(['keep-alive']))
})
