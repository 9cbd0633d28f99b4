/**
 * How many connections are open, in all and from one network. Before new ones are refused, idle ones are closed:
 * their clients reconnect without noticing.
 */
import type { Server, Socket } from 'node:net'
import { networkOf } from '../../surfaces/http/network-of.ts'
import type { TrustedProxies } from './trusted-proxies.ts'

type HttpServer = Server & { closeIdleConnections(): void }

export function limitConnections(
  server: HttpServer,
  max: number,
  { isTrusted }: Pick<TrustedProxies, 'isTrusted'>,
): void {
  const perNetwork = new Map<string, number>()
  const maxPerNetwork = Math.ceil(max / 2)
  let open = 0
  let isClosingIdle = false
  server.maxConnections = max

  function makeRoom(): void {
    if (isClosingIdle) return
    isClosingIdle = true
    setTimeout(() => {
      isClosingIdle = false
    }, 250).unref()
    server.closeIdleConnections()
  }

  server.on('connection', (socket: Socket) => {
    const peer = socket.remoteAddress ?? ''
    // A proxy holds the connections of all its clients.
    const own = isTrusted(peer) ? max : maxPerNetwork
    const network = networkOf(peer)
    const count = (perNetwork.get(network) ?? 0) + 1
    perNetwork.set(network, count)
    open++
    socket.once('close', () => {
      open--
      const left = (perNetwork.get(network) ?? 1) - 1
      if (left === 0) perNetwork.delete(network)
      else perNetwork.set(network, left)
    })
    if (open > max * 0.9 || count > own * 0.9) makeRoom()
    if (count > own) socket.destroy()
  })
  server.on('drop', makeRoom)
}
