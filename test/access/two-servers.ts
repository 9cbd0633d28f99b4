/** Two servers on one database, each behind a listener, and a client that sends the path exactly as it is written. */
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { IncomingHttpHeaders } from 'node:http'
import { Agent, request } from 'node:https'
import { createApp } from '../../src/compose/app.ts'
import { listen } from '../../src/host/listening/listen.ts'
import { ensureCertificates } from '../../src/host/tls/ensure-certificates.ts'
import { wrapWith } from '../../src/storage/secrets/key-encryption.ts'
import { openStore } from '../../src/storage/sql/database.ts'
import { eventually } from '../support/eventually.ts'
import { localBackend } from '../support/postgres.ts'
import { openRegistry, origin } from '../support/registry.ts'
import { emptyFolder } from '../support/taxiway-command.ts'

export type Sent = {
  readonly method: string
  /** With its spellings, percent signs and braces: nothing is made canonical on the way. */
  readonly path: string
  readonly token?: string | undefined
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
}

export type Said = {
  readonly status: number
  readonly text: string
  readonly headers: IncomingHttpHeaders
}

export type TwoServers = Awaited<ReturnType<typeof openTwoServers>>

export async function openTwoServers() {
  const wrap = wrapWith(randomBytes(32))
  const registry = await openRegistry(localBackend, { wrap })
  const store = openStore({ connectionString: registry.connectionString })
  const failures: unknown[] = []
  const report = (error: unknown) => failures.push(error)
  const rest = { onImport: () => undefined, report }
  const other = await createApp({ store, wrap, publicUrl: origin, ...rest })
  const { key, cert, caPath } = await ensureCertificates({ dataDir: await emptyFolder() })
  const listeners = await Promise.all(
    [registry.app, other].map(async (app) => {
      const listener = await listen({ host: '127.0.0.1', port: 0, key, cert })
      listener.serve((asked, connection) => app.fetch(asked, connection))
      return listener
    }),
  )
  const agent = new Agent({ keepAlive: true, maxSockets: 8, ca: await readFile(caPath) })

  return {
    registry,
    /** What the second server reported as its own failures. */
    failures,
    /** Asks again where a busy machine made the server say that it has no time: that judges nobody. */
    async ask(server: 0 | 1, sent: Sent): Promise<Said> {
      const port = listeners[server]?.port ?? 0
      const said = await send(agent, port, sent)
      if (said.status !== 503) return said
      return await eventually(async () => {
        const again = await send(agent, port, sent)
        if (again.status === 503) throw new Error(`${sent.method} ${sent.path}: 503 ${again.text}`)
        return again
      })
    },
    async close() {
      agent.destroy()
      for (const listener of listeners) await listener.close(0)
      await store.close()
      await registry.close()
    },
  }
}

function send(
  agent: Agent,
  port: number,
  { method, path, token, body, headers: more }: Sent,
): Promise<Said> {
  const headers = {
    ...more,
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(body !== undefined && {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    }),
  }
  return new Promise((resolve, reject) => {
    const asked = request({ host: 'localhost', port, method, path, agent, headers }, (answer) => {
      const pieces: Buffer[] = []
      answer.on('data', (piece: Buffer) => pieces.push(piece))
      answer.on('error', reject)
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          text: Buffer.concat(pieces).toString(),
          headers: answer.headers,
        }),
      )
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

/** Asks about so many at a time, and keeps the order. */
export async function eachAtOnce<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
  atOnce = 8,
): Promise<readonly R[]> {
  const results: R[] = []
  let next = 0
  const worker = async () => {
    for (let at = next++; at < items.length; at = next++) results[at] = await work(items[at] as T)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return results
}
