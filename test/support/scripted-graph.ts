/**
 * A network peer whose responses the test writes itself: for throttling, broken connections and
 * other failures that a healthy server does not produce on demand.
 */
import { once } from 'node:events'
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Context } from '../../cli/context/context-file.ts'

export type Asked = {
  readonly method: string
  readonly path: string
  readonly body: string
  readonly headers: IncomingHttpHeaders
}

/** A JSON body, or any text, with its status and headers; or `hang up` in the middle of it. */
export type Reply =
  | {
      readonly status?: number
      readonly headers?: Readonly<Record<string, string>>
      readonly json?: unknown
      readonly text?: string
    }
  | 'hang up'

export type ScriptedGraph = {
  readonly context: Context
  /** Everything asked so far but tokens. */
  readonly asked: readonly Asked[]
  readonly close: () => Promise<void>
}

/** Starts a peer that answers with `reply`, and to token requests with a token. */
export async function startScriptedGraph(
  reply: (asked: Asked) => Reply,
  tokenReply: Reply = { json: { access_token: 'token', expires_in: 3600 } },
): Promise<ScriptedGraph> {
  const asked: Asked[] = []
  const server = createServer(async (request, response) => {
    const question = await questionOf(request)
    if (question.path.endsWith('/oauth2/v2.0/token')) {
      return answer(response, tokenReply)
    }
    asked.push(question)
    if (question.path.endsWith('/$batch'))
      return answer(response, { json: batched(question, reply) })
    answer(response, reply(question))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    context: { graph: origin, authority: origin, tenant: 't', clientId: 'c', clientSecret: 's' },
    asked,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Each part as if it had been asked alone. */
function batched({ path, body, headers }: Asked, reply: (asked: Asked) => Reply): object {
  const { requests } = JSON.parse(body) as {
    requests: readonly { readonly id: string; readonly method: string; readonly url: string }[]
  }
  const responses = requests.map(({ id, method, url }) => {
    const part = reply({
      method,
      path: decodeURIComponent(`${path.slice(0, path.lastIndexOf('/'))}${url}`),
      body: '',
      headers,
    })
    return part === 'hang up'
      ? { id, status: 503 }
      : { id, status: part.status ?? 200, body: part.json }
  })
  return { responses }
}

async function questionOf(request: IncomingMessage): Promise<Asked> {
  const { method = '', url = '', headers } = request
  return { method, path: decodeURIComponent(url), body: await text(request), headers }
}

function answer(response: ServerResponse, reply: Reply): void {
  if (reply === 'hang up') {
    response.socket?.destroy()
    return
  }
  response.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers })
  response.end(reply.json === undefined ? reply.text : JSON.stringify(reply.json))
}
