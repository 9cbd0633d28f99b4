/**
 * The CONNECT proxy: scripts that call Microsoft's hosts by name reach a Taxiway server instead.
 *
 * It relays bytes without reading them: the TLS session is between client and server, whose certificate has the
 * names of the hosts. So it needs no key, and a client that does not trust that certificate refuses by itself.
 */
import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'

export type ProxyOptions = {
  /** Where the Taxiway server listens. */
  readonly target: { readonly host: string; readonly port: number }
  readonly hosts: readonly string[]
  /** Whether other hosts are reached as asked; false = refused. */
  readonly passOthers: boolean
  /** 0 = any free one. */
  readonly port: number
  /** Called for every connection, with the requested host and the outcome. */
  readonly onConnect: (host: string, outcome: Outcome) => void
}

export type Outcome = 'intercepted' | 'passed on' | 'refused' | 'unreachable'

export type ConnectProxy = {
  /** Such as `http://127.0.0.1:40321`. */
  readonly url: string
  close(): Promise<void>
}

/** Listens only on this machine: anyone who can use it can reach what this machine can. */
export async function startProxy(options: ProxyOptions): Promise<ConnectProxy> {
  const open = new Set<Socket>()
  const server = createServer((_, answer) => {
    answer.writeHead(405, { 'Content-Type': 'text/plain', Connection: 'close' })
    answer.end('This proxy takes CONNECT only: set it as HTTPS_PROXY.\n')
  })
  server.on('connect', (request, client: Socket, head) => {
    keep(open, client)
    const asked = parseAuthority(request.url ?? '')
    const to = asked && destination(asked, options)
    if (asked === undefined || to === undefined) {
      options.onConnect(request.url ?? '', 'refused')
      client.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
      return
    }
    const upstream = connect(to)
    keep(open, upstream)
    const failed = () => {
      options.onConnect(asked.host, 'unreachable')
      client.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
    }
    upstream.once('error', failed)
    upstream.once('connect', () => {
      upstream.off('error', failed)
      options.onConnect(asked.host, to === options.target ? 'intercepted' : 'passed on')
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      if (head.length > 0) upstream.write(head)
      join(client, upstream)
    })
  })
  const port = await listen(server, options.port)
  return { url: `http://127.0.0.1:${port}`, close: () => close(server, open) }
}

type Authority = { readonly host: string; readonly port: number }

/** RFC 9110 wants a port; msal-node 2 leaves it out. [ran] */
function parseAuthority(text: string): Authority | undefined {
  const [, bracketed, plain, port] =
    /^(?:\[([\da-f:.]+)\]|([\w.-]+))(?::(\d{1,5}))?$/i.exec(text) ?? []
  const host = (bracketed ?? plain)?.toLowerCase()
  return host === undefined ? undefined : { host, port: Number(port ?? 443) }
}

/** Undefined = refused. */
function destination(
  asked: Authority,
  { hosts, target, passOthers }: ProxyOptions,
): Authority | undefined {
  if (hosts.includes(asked.host) && asked.port === 443) return target
  return passOthers ? asked : undefined
}

/** When one side ends, in whatever way, so does the other. */
function join(client: Socket, upstream: Socket): void {
  client.pipe(upstream)
  upstream.pipe(client)
  client.once('close', () => upstream.destroy())
  upstream.once('close', () => client.destroy())
}

function keep(open: Set<Socket>, socket: Socket): void {
  open.add(socket)
  socket.on('error', () => socket.destroy())
  socket.once('close', () => open.delete(socket))
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.on('error', reject)
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}

function close(server: Server, open: ReadonlySet<Socket>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    for (const socket of open) socket.destroy()
  })
}
