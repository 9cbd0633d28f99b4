/** Plain HTTP for a metrics collector on this machine: on the loopback address only. */
import { createServer as createPlainServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { bind, close } from './bind.ts'
import type { Listener } from './listen.ts'

type PlainFetch = (request: Request) => Response | Promise<Response>

/** Plain HTTP for a metrics collector on this machine: on the loopback address only. */
export async function listenPlainly(
  port: number,
  { fetch, onError }: { readonly fetch: PlainFetch; readonly onError: (error: Error) => void },
): Promise<Pick<Listener, 'port' | 'close'>> {
  const server = createPlainServer(
    getRequestListener((request) => fetch(request), { overrideGlobalObjects: false }),
  )
  server.on('error', onError)
  await bind(server, { host: '127.0.0.1', port, setting: 'TAXIWAY_METRICS_PORT' })
  return {
    port: (server.address() as AddressInfo).port,
    close: (grace) => close(server, grace),
  }
}
