/** A listener whose handlers finish only when the test says so, asked over real connections. */
import { once } from 'node:events'
import type { ClientRequest, IncomingMessage } from 'node:http'
import { type RequestOptions, request } from 'node:https'
import { onTestFinished } from 'vitest'
import { type ListenOptions, listen } from '../../src/host/listening/listen.ts'
import { ensureCertificates } from '../../src/host/tls/ensure-certificates.ts'
import type { Priority } from '../../src/surfaces/http/surface.ts'
import { emptyFolder } from '../support/taxiway-command.ts'

export type Answer = {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly text: string
}

export type HeldWork = Awaited<ReturnType<typeof holdWork>>

/** The first segment of a path is its priority; any other is a program's. */
const priorities: readonly string[] = [
  'health',
  'device',
  'person',
  'program',
  'export',
] satisfies Priority[]

export async function holdWork(
  options: Pick<ListenOptions, 'admission' | 'maxConnections' | 'keepAliveSeconds' | 'hasOthers'>,
  serve?: (request: Request) => Promise<Response>,
) {
  const { cert, key } = await ensureCertificates({ dataDir: emptyFolder() })
  const listener = await listen({ host: '127.0.0.1', port: 0, cert, key, ...options })
  const begun: string[] = []
  const held = new Map<string, () => void>()
  async function hold({ url }: Request): Promise<Response> {
    const path = new URL(url).pathname
    begun.push(path)
    await new Promise<void>((resolve) => held.set(path, resolve))
    return new Response(path, { headers: { 'content-type': 'text/plain' } })
  }
  listener.serve(serve ?? hold, ({ url }) => {
    const first = new URL(url).pathname.split('/')[1] ?? ''
    return priorities.includes(first) ? (first as Priority) : 'program'
  })
  onTestFinished(async () => {
    for (const finish of held.values()) finish()
    await listener.close(10)
  })

  const at = { host: '127.0.0.1', port: listener.port, rejectUnauthorized: false, agent: false }
  function open(path: string, more: RequestOptions = {}): ClientRequest {
    const sent = request({ ...at, path, ...more })
    sent.on('error', () => undefined)
    return sent
  }
  return {
    port: listener.port,
    close: listener.close,
    figures: listener.admission,
    begun,
    /** Finishes the work on a path. */
    finish: (path: string) => held.get(path)?.(),
    open,
    /** Sends a request and ignores the response. */
    start: (path: string) => void open(path).end(),
    ask(path: string, { body, ...more }: RequestOptions & { body?: string } = {}): Promise<Answer> {
      const sent = open(path, more)
      sent.end(body)
      return answerTo(sent)
    },
  }
}

export async function answerTo(sent: ClientRequest): Promise<Answer> {
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]
  const text = Buffer.concat(await answer.toArray()).toString('utf8')
  return { status: answer.statusCode ?? 0, headers: answer.headers, text }
}
