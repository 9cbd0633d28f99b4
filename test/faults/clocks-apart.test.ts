/** Two servers of one database whose clocks differ by three minutes: what one gives out the other takes. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from '../support/network/free-port.ts'
import { createDatabase, localBackend, type TestDatabase } from '../support/postgres.ts'
import { root } from '../support/taxiway-command.ts'
import { startTaxiwayProcess, type TaxiwayProcess } from '../support/taxiway-process.ts'
import { devicesPath, signIn, trust } from '../support/wire-client.ts'

let database: TestDatabase
let servers: TaxiwayProcess[] = []
/** Both have the same public address, so where each one listens must be known beforehand. */
let ports: number[] = []

beforeAll(async () => {
  database = await createDatabase(localBackend)
  const key = randomBytes(32).toString('base64')
  ports = [await freePort(), await freePort()]
  const start = (n: number, seconds: number) =>
    startTaxiwayProcess({
      port: ports[n] ?? 0,
      env: {
        TAXIWAY_DATABASE_URL: database.connectionString,
        TAXIWAY_KEY_ENCRYPTION_KEY: key,
        TAXIWAY_PUBLIC_URL: `https://localhost:${ports[0]}`,
        NODE_OPTIONS: `--import ${join(root, 'test/support/programs/shifted-clock.ts')}`,
        TAXIWAY_TEST_CLOCK_SHIFT: String(seconds),
      },
    })
  servers = [await start(0, -90), await start(1, 90)]
  for (const { ca } of servers) trust(ca)
})
afterAll(async () => {
  await Promise.all(servers.map((server) => server.dispose()))
  await database?.drop()
})

test.each([
  [0, 1],
  [1, 0],
])('a token of server %i is taken by server %i', async (from, to) => {
  const [issuer, taker] = [from, to].map((n) => `https://localhost:${ports[n]}`)
  const made = servers.find((server) => server.log().includes('Created the tenant'))
  const { token } = await signIn(issuer ?? '', made?.credentials() ?? ({} as never))
  const answer = await fetch(`${taker}${devicesPath}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  expect(answer.status, answer.headers.get('www-authenticate') ?? '').toBe(200)
})
