/**
 * Requests that the server sends to addresses that somebody else chose.
 *
 * An address is judged when its connection is made, by Node itself, so that a name whose answer changes after a
 * look (DNS rebinding) gains nothing. Node's `fetch` takes no list of addresses, hence `node:https` below it.
 */
import type { IncomingMessage } from 'node:http'
import { Agent, type RequestOptions, request as send } from 'node:https'
import { type BlockList, connect, isIP, type LookupFunction } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { Outbound } from '../core/outbound.ts'
import { neverAsked, outsideOnly } from './addresses.ts'
import { oneAtATime, throughDns } from './look-up.ts'

/** Bytes; what OpenID Connect providers answer is a hundredth of it. */
const maxAnswerBytes = 1024 * 1024

/** Milliseconds for a whole request, its answer included. */
const maxResponseMs = 15_000

/** `lookup` stands for every way from names to addresses. */
export function outboundFetch(options: { readonly lookup?: LookupFunction } = {}): Outbound {
  const [outside, anywhere] = [
    agentBeside(outsideOnly, options.lookup ?? throughDns()),
    agentBeside(neverAsked, options.lookup ?? oneAtATime()),
  ]
  return {
    async fetch(request, { privateNetwork }) {
      const body = Buffer.from(await request.arrayBuffer())
      const asked: RequestOptions = {
        agent: privateNetwork ? anywhere : outside,
        method: request.method,
        headers: Object.fromEntries(request.headers),
        signal: AbortSignal.any([request.signal, AbortSignal.timeout(maxResponseMs)]),
      }
      const answer = await answerTo(new URL(request.url), asked, body).catch((cause) => {
        throw isBlocked(cause) ? new AddressRefused(request.url, privateNetwork, cause) : cause
      })
      return await readWhole(answer)
    },
    placeOf,
  }
}

function placeOf(hostname: string): ReturnType<Outbound['placeOf']> {
  const address = hostname.replace(/^\[(.*)\]$/, '$1')
  const version = isIP(address)
  if (version === 0) return 'unknown'
  const family = version === 4 ? 'ipv4' : 'ipv6'
  if (neverAsked.check(address, family)) return 'never'
  return outsideOnly.check(address, family) ? 'private' : 'outside'
}

/** A name that leads only where this server does not ask. */
export class AddressRefused extends Error {
  constructor(url: string, privateNetwork: boolean, cause: unknown) {
    const hint = privateNetwork
      ? 'It must be a global address, or a private one.'
      : 'If it may be in the private network, the platform operator marks it so (docs/server.md).'
    super(`${new URL(url).host} is at an address that is not asked. ${hint}`, { cause })
    this.name = 'AddressRefused'
  }
}

/** Connections to addresses that are not in the list. */
function agentBeside(blockList: BlockList, lookup: LookupFunction): Agent {
  const agent = new Agent({ keepAlive: false })
  agent.createConnection = ({ host, port, servername }) => {
    const socket = connect({
      host: host ?? '',
      port: Number(port),
      blockList,
      lookup,
    })
    const secured = connectTls({ socket, ...(servername && { servername }), host: host ?? '' })
    socket.on('error', (error) => secured.destroy(error))
    return secured
  }
  return agent
}

function answerTo(url: URL, asked: RequestOptions, body: Buffer): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = send(url, asked, resolve).on('error', reject)
    // Of an answer in another protocol Node says nothing more than that the connection has ended.
    request.on('upgrade', ({ statusCode }, socket) => {
      socket.destroy()
      reject(new Error(`it answered ${statusCode}, to go on in another protocol`))
    })
    request.on('close', () => reject(new Error('it closed the connection without an answer')))
    request.end(body)
  })
}

async function readWhole(answer: IncomingMessage): Promise<Response> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of answer as AsyncIterable<Buffer>) {
    size += part.length
    if (size > maxAnswerBytes) throw new Error(`an answer is larger than ${maxAnswerBytes} bytes`)
    parts.push(part)
  }
  const headers = new Headers()
  for (const [name, values = []] of Object.entries(answer.headersDistinct))
    for (const value of values) headers.append(name, value)
  const { statusCode: status = 502 } = answer
  if (status < 200 || status > 599)
    throw new Error(`it answered ${status}, which HTTP does not have`)
  const hasBody = size > 0 && !withoutBody.has(status)
  return new Response(hasBody ? Buffer.concat(parts) : null, { status, headers })
}

/** What is sent with these is not theirs. (Fetch, null body status) */
const withoutBody: ReadonlySet<number> = new Set([204, 205, 304])

/** Of a name with several addresses Node says what became of each. */
function isBlocked(error: unknown): boolean {
  const each = error instanceof AggregateError ? error.errors : [error]
  return each.some((one) => (one as NodeJS.ErrnoException).code === 'ERR_IP_BLOCKED')
}
