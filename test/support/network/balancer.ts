/** A tiny balancer: passes connections on to servers that say they are ready, in turn. TLS ends at the servers. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

export type Balancer = {
  readonly port: number
  /** From now on it is asked whether it is ready. */
  add(origin: string): void
  remove(origin: string): void
  isReady(origin: string): boolean
  close(): Promise<void>
}

/** Milliseconds between two questions. */
const lookEvery = 100

/** As balancers do, it stops sending to a server after so many refusals in a row, and not for a single late answer. */
const refusalsToLeave = 2

export async function openBalancer(): Promise<Balancer> {
  const ready = new Map<string, boolean>()
  const refusals = new Map<string, number>()
  const sockets = new Set<Socket>()
  let turn = 0
  let isOver = false

  function next(): string | undefined {
    const origins = [...ready].filter(([, is]) => is).map(([origin]) => origin)
    // One that is late may answer all the same; nobody does for sure.
    const candidates = origins.length > 0 ? origins : [...ready.keys()]
    return candidates[turn++ % Math.max(1, candidates.length)]
  }
  function keep(socket: Socket): void {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
  }
  const server = createServer({ allowHalfOpen: true }, (client) => {
    keep(client)
    const origin = next()
    if (origin === undefined) return void client.destroy()
    const upstream = connect({ port: Number(new URL(origin).port), allowHalfOpen: true })
    keep(upstream)
    client.pipe(upstream).pipe(client)
    client.on('close', () => upstream.destroy())
    upstream.on('close', () => client.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  async function look(origin: string): Promise<void> {
    const is = await fetch(`${origin}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (!ready.has(origin)) return
    const inRow = is ? 0 : (refusals.get(origin) ?? 0) + 1
    refusals.set(origin, inRow)
    if (is || inRow >= refusalsToLeave) ready.set(origin, is)
  }
  const looking = (async () => {
    while (!isOver) {
      await Promise.all([...ready.keys()].map(look))
      await pause(lookEvery)
    }
  })()

  return {
    port: (server.address() as AddressInfo).port,
    add: (origin) => void ready.set(origin, false),
    remove: (origin) => void ready.delete(origin),
    isReady: (origin) => ready.get(origin) === true,
    async close() {
      isOver = true
      await looking
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}
