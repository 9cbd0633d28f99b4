/**
 * The least that an answer can cost here: `node:https`, nothing routed, nobody authenticated, and the same body
 * made into JSON for each request; below `/queried` after the statement that a real answer needs, below
 * `/stringified` at once.
 */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import pg from 'pg'

export type BareServer = {
  /** Paths of files. */
  readonly cert: string
  readonly key: string
  readonly databaseUrl: string
  /** By path and query. */
  readonly answers: Readonly<Record<string, { body: unknown; statement: pg.QueryConfig }>>
}

const { cert, key, databaseUrl, answers }: BareServer = JSON.parse(process.argv[2] ?? '')
const pool = new pg.Pool({ connectionString: databaseUrl, max: 20 })
const tls = { cert: readFileSync(cert), key: readFileSync(key) }

const server = createServer(tls, async ({ url = '' }, response) => {
  const [, how, path = ''] = /^\/(\w+)(.*)$/.exec(url) ?? []
  const answer = answers[path]
  if (answer !== undefined && how === 'queried') await pool.query(answer.statement)
  const text = JSON.stringify(answer?.body ?? null)
  response.writeHead(answer === undefined ? 404 : 200, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  })
  response.end(text)
}).listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  console.log(`ready at https://127.0.0.1:${port}`)
})
