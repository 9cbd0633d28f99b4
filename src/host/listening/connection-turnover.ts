/**
 * Clients keep their connections, so behind a balancer of connections a server that was restarted gets few requests
 * while another has them all. A server whose requests have to wait therefore lets some connections go: their clients
 * open new ones, which the balancer gives to all.
 */
import type { RequestListener, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

export type TurnoverOptions = {
  /** How many requests wait for their turn. */
  readonly waiting: () => number
  /** Closes the response's connection after it. */
  readonly letGo: (response: ServerResponse) => void
  readonly clock?: () => number
}

/** A connection that has just been made costs more than it brings. Milliseconds. */
const minAge = 2_000

/** Between two, in ms: new connections cost the servers that get them a handshake each. */
const minInterval = 40

export function withTurnover(
  listener: RequestListener,
  { waiting, letGo, clock = () => performance.now() }: TurnoverOptions,
): RequestListener {
  const firstUsed = new WeakMap<Socket, number>()
  let last = Number.NEGATIVE_INFINITY
  return (request, response) => {
    const now = clock()
    const since = firstUsed.get(request.socket)
    if (since === undefined) firstUsed.set(request.socket, now)
    else if (waiting() > 0 && now - since >= minAge && now - last >= minInterval) {
      last = now
      letGo(response)
    }
    return listener(request, response)
  }
}
