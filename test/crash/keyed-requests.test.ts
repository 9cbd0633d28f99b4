/** kill -9 of the server under requests with idempotency keys, each sent again until it is answered: each has one effect. */
import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { randomFrom } from 'taxiway-hardware-hash'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDatabase, localBackend, type TestDatabase } from '../support/postgres.ts'
import { emptyFolder } from '../support/taxiway-command.ts'
import { startTaxiwayProcess, type TaxiwayProcess } from '../support/taxiway-process.ts'
import { signIn, trust, type WireClient } from '../support/wire-client.ts'

const seed = Number(process.env['TAXIWAY_CRASH_SEED'] ?? 20_261_120)
const kills = Number(process.env['TAXIWAY_CRASH_KEYED_KILLS'] ?? 1)
/** Sent at once; enough that each kill meets several. */
const lanes = 4
const each = 6

let database: TestDatabase
let server: TaxiwayProcess | undefined
let client: Promise<WireClient>
const folders = { dataFolder: emptyFolder(), configFolder: emptyFolder() }
const key = randomBytes(32).toString('base64')

beforeAll(async () => {
  database = await createDatabase(localBackend)
})
afterAll(async () => {
  await server?.dispose()
  await database.drop()
})

async function start(): Promise<WireClient> {
  const { connectionString } = database
  const env = { TAXIWAY_DATABASE_URL: connectionString, TAXIWAY_KEY_ENCRYPTION_KEY: key }
  server = await startTaxiwayProcess({ ...folders, env })
  trust(server.ca)
  return await signIn(server.origin, server.credentials())
}

test(`requests with keys have one effect each through ${kills} kills (seed ${seed})`, {
  timeout: 900_000,
}, async () => {
  const random = randomFrom(`keyed ${seed}`)
  client = start()
  await client
  const total = lanes * each * (kills + 1)
  const answers = new Map<number, string>()
  let next = 0
  let allowed = 0
  const lane = async () => {
    while (next < total) {
      if (next >= allowed) {
        await pause(5)
        continue
      }
      const n = next++
      answers.set(n, await untilAnswered(n))
    }
  }
  const work = Promise.all(Array.from({ length: lanes }, lane))
  for (let killed = 0; killed <= kills; killed++) {
    allowed += lanes * each
    if (killed === kills) break
    await pause(20 + random.below(250))
    await server?.kill('SIGKILL')
    client = start()
    await client
  }
  await work
  const groups = await (await client).all('/v1.0/groups')
  const found = new Map(groups.map(({ displayName, id }) => [displayName, id]))
  expect(groups).toHaveLength(total)
  expect(found.size).toBe(total)
  for (const [n, text] of answers) {
    expect(JSON.parse(text).id).toBe(found.get(`Group ${n}`))
    expect(await untilAnswered(n)).toBe(text)
  }
})

/** As a client does it: a lost answer, an outage and a request still running are all reasons to send it again. */
async function untilAnswered(n: number): Promise<string> {
  for (;;) {
    const { token } = await client
    const displayName = `Group ${n}`
    const answer = await fetch(`${server?.origin}/v1.0/groups`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'idempotency-key': `group-${n}`,
      },
      body: JSON.stringify({
        displayName,
        mailEnabled: false,
        mailNickname: 'g',
        securityEnabled: true,
      }),
    }).catch(() => undefined)
    const text = await answer?.text().catch(() => undefined)
    if (answer?.status === 201 && text !== undefined) return text
    if (answer !== undefined) expect([201, 409, 503]).toContain(answer.status)
    await pause(20)
  }
}
