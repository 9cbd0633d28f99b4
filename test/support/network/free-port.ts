/**
 * Ports that stay free until a server is started on them, and while it is started again. Those that the system gives
 * out by itself may go to any connection meanwhile, so they come from below its range.
 */
import { once } from 'node:events'
import { createServer } from 'node:net'

const first = 10_000
/** Linux gives out from 32768 on, others from 49152 on. */
const end = 32_768

/** Each test process has ports of its own to begin with. */
let next = first + ((process.pid * 97) % (end - first))

export async function freePort(): Promise<number> {
  for (;;) {
    next = next + 1 < end ? next + 1 : first
    const server = createServer().listen(next, '127.0.0.1')
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    )
    if (!isFree) continue
    await new Promise((closed) => server.close(closed))
    return next
  }
}
