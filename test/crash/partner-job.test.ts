/** A partner's job of a thousand devices on a server that is killed: one job, each row once, and retries are answered alike. */
import { randomBytes, randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { makeFleet, randomFrom } from 'taxiway-hardware-hash'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually, untilNoneIsLeft } from '../support/eventually.ts'
import { createDatabase, localBackend, type TestDatabase } from '../support/postgres.ts'
import { emptyFolder } from '../support/taxiway-command.ts'
import { startTaxiwayProcess, type TaxiwayProcess } from '../support/taxiway-process.ts'
import { trust } from '../support/wire-client.ts'

const seed = Number(process.env['TAXIWAY_CRASH_SEED'] ?? 20_261_129)
const kills = Number(process.env['TAXIWAY_CRASH_PARTNER_KILLS'] ?? 2)
const rows = 1_000

const partnerId = '3d0c9c4e-7b1a-4f55-9d2e-6a8e5b0c7f21'
const customerId = '6f1e5c5a-8d3b-4b62-9c0e-4f6e2a1b7c11'
const program = {
  clientId: '10000000-0000-4000-8000-0000000000aa',
  displayName: 'Uploads',
  secret: 'a secret for this test only',
  roles: ['PartnerCenter.user_impersonation'],
}
const tenants = [
  {
    id: partnerId,
    domain: 'northwind.test',
    displayName: 'Northwind',
    kind: 'cspDirect',
    applications: [program],
  },
  { id: customerId, domain: 'aerofleet.test', displayName: 'Aerofleet' },
]

let database: TestDatabase
let server: TaxiwayProcess
let client: pg.Client
let env: Record<string, string>
const folders = { dataFolder: emptyFolder(), configFolder: emptyFolder() }

beforeAll(async () => {
  database = await createDatabase(localBackend)
  const seedFile = join(emptyFolder(), 'seed.json')
  writeFileSync(seedFile, JSON.stringify({ tenants }))
  env = {
    TAXIWAY_DATABASE_URL: database.connectionString,
    TAXIWAY_KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    TAXIWAY_SEED: seedFile,
  }
  await start()
  client = new pg.Client(database)
  await client.connect()
  await client.query(
    `insert into consent (tenant_id, consent_id, partner_id, scopes, granted_by, valid_until)
     values ($1, $2, $3, '{devices.add,devices.read.own}', 'the test', now() + interval '300 days')`,
    [customerId, randomUUID(), partnerId],
  )
})
afterAll(async () => {
  await client.end()
  await server.dispose()
  await database.drop()
})

async function start(): Promise<void> {
  server = await startTaxiwayProcess({ ...folders, env })
  trust(server.ca)
}

async function token(): Promise<string> {
  const answer = await fetch(`${server.origin}/${partnerId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: program.clientId,
      client_secret: program.secret,
      scope: 'https://api.partnercenter.microsoft.com/.default',
    }),
  })
  return ((await answer.json()) as { access_token: string }).access_token
}

const body = JSON.stringify({
  BatchId: 'Thousand',
  Devices: [...makeFleet({ seed: `partner job ${seed}`, count: rows })].map((device) => ({
    HardwareHash: device.hash().text,
  })),
})

/** As the SDK does: the same MS-RequestId until there is an answer. Undefined: the server went away. */
async function submit(requestId: string, bearer: string): Promise<string | undefined> {
  try {
    const answer = await fetch(`${server.origin}/v1/customers/${customerId}/deviceBatches`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${bearer}`,
        'content-type': 'application/json',
        'MS-RequestId': requestId,
      },
      body,
    })
    await answer.arrayBuffer()
    if (answer.status === 202) return answer.headers.get('location') ?? undefined
    // Another try with this id may still be at work for a moment.
    expect([409, 503]).toContain(answer.status)
    return undefined
  } catch {
    return undefined
  }
}

test(`a job of ${rows} devices survives ${kills} kills (seed ${seed})`, {
  timeout: 600_000,
}, async () => {
  const random = randomFrom(`partner job ${seed}`)
  const requestId = randomUUID()
  const bearer = await token()
  const locations = new Set<string>()
  for (let killed = 0; killed < kills; killed++) {
    const sent = submit(requestId, bearer)
    await pause(random.below(600))
    await server.kill('SIGKILL')
    locations.add((await sent) ?? '')
    await start()
  }
  locations.delete('')
  const location = await eventually(async () => {
    const found = await submit(requestId, bearer)
    expect(found).toBeDefined()
    return found as string
  })
  locations.add(location)
  expect([...locations]).toEqual([location])
  await untilNoneIsLeft(async () => {
    const { rows: left } = await client.query(
      "select count(*)::int as n from import_row where status = 'undecided'",
    )
    return left[0].n
  })
  const answer = await fetch(`${server.origin}/v1${location}`, {
    headers: { authorization: `Bearer ${bearer}` },
  })
  const job = (await answer.json()) as {
    readonly status: string
    readonly devicesStatus: readonly { readonly status: string; readonly deviceId: string }[]
  }
  expect(job.status).toBe('finished')
  expect(job.devicesStatus).toHaveLength(rows)
  expect(new Set(job.devicesStatus.map(({ deviceId }) => deviceId)).size).toBe(rows)
  const { rows: counted } = await client.query(
    `select (select count(*)::int from channel_import) as jobs, (select count(*)::int from import_row) as rows,
       (select count(*)::int from device where partner_id = $1) as devices,
       (select count(*)::int from import_work) as left`,
    [partnerId],
  )
  expect(counted).toEqual([{ jobs: 1, rows, devices: rows, left: 0 }])
})
