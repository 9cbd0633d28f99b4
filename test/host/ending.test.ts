/** A server that stops: an open connection still gets an answer, and clients learn how long one is kept. */
import { once } from 'node:events'
import { Agent } from 'node:https'
import { connect } from 'node:tls'
import { expect, onTestFinished, test } from 'vitest'
import { connectionsOf } from '../../src/host/options-of.ts'
import { eventually } from '../support/eventually.ts'
import { answerTo, holdWork } from './held-work.ts'

const served = async () => new Response('done', { headers: { 'content-type': 'text/plain' } })

test('a connection that was opened before the end is answered after it, and then closed', async () => {
  const server = await holdWork({}, served)
  const socket = connect({ host: '127.0.0.1', port: server.port, rejectUnauthorized: false })
  onTestFinished(() => void socket.destroy())
  await once(socket, 'secureConnect')
  // The server has its side of the connection no earlier than an answer over another one.
  await server.ask('/program/other')
  const closed = server.close(60_000)
  const agent = new Agent({ keepAlive: true })
  agent.createConnection = () => socket
  const answer = await answerTo(server.open('/program/late', { agent }).end())
  expect([answer.status, answer.text, answer.headers.connection]).toEqual([200, 'done', 'close'])
  await closed
  await eventually(() => expect(socket.readableEnded || socket.destroyed).toBe(true))
})

test('an answer promises no longer use of its connection than a draining server keeps it', async () => {
  const promised = []
  for (const drainSeconds of [undefined, 0, 1, 10, 300]) {
    const { keepAliveSeconds } = connectionsOf({
      ...(drainSeconds !== undefined && { drainSeconds }),
    })
    const server = await holdWork({ keepAliveSeconds }, served)
    const agent = new Agent({ keepAlive: true })
    onTestFinished(() => agent.destroy())
    promised.push((await server.ask('/program', { agent })).headers['keep-alive'])
  }
  expect(promised).toEqual(['65', '65', '5', '10', '65'].map((seconds) => `timeout=${seconds}`))
})
