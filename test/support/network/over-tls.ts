/** One request over a connection of its own, with or without a certificate. */
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import https, { type RequestOptions } from 'node:https'
import { buffer } from 'node:stream/consumers'

export async function overTls(request: Request, tls: RequestOptions): Promise<Response> {
  const { method, url } = request
  const headers = Object.fromEntries(request.headers)
  const outgoing = https.request(url, { ...tls, method, headers, agent: false })
  outgoing.end(Buffer.from(await request.arrayBuffer()))
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage]
  return new Response(await buffer(incoming), { status: incoming.statusCode ?? 0 })
}
