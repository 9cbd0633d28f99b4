/** Connections are many, but counted: those that nobody uses make room, and no address takes all. */
import { Agent } from 'node:https'
import { connect, type TLSSocket } from 'node:tls'
import { expect, onTestFinished, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { holdWork } from './held-work.ts'

const served = async () => new Response('done', { headers: { 'content-type': 'text/plain' } })

/** Connected, and silent from then on. */
async function silent(port: number) {
  const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false })
  socket.on('error', () => undefined)
  onTestFinished(() => void socket.destroy())
  await new Promise<unknown>((resolve) => socket.on('secureConnect', resolve).on('close', resolve))
  return socket
}

test('one address opens half of the connections and no more', async () => {
  const { port } = await holdWork({ maxConnections: 20 }, served)
  const sockets: TLSSocket[] = []
  for (let n = 0; n < 14; n++) sockets.push(await silent(port))
  await eventually(() => {
    expect(sockets.map(({ destroyed }) => destroyed)).toEqual([
      ...Array(10).fill(false),
      ...Array(4).fill(true),
    ])
  })
})

test('connections that nobody uses make room for new ones', async () => {
  const server = await holdWork({ maxConnections: 20 }, served)
  // Each agent keeps its connection open after the answer.
  const agents = Array.from({ length: 40 }, () => new Agent({ keepAlive: true }))
  onTestFinished(() => {
    for (const agent of agents) agent.destroy()
  })
  for (const agent of agents)
    await eventually(async () =>
      expect((await server.ask('/program', { agent })).text).toBe('done'),
    )
})
