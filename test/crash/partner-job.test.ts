/**
 * Partners and makers at a server of its own: a maker's program proves itself by a key of the seed, and a partner's job of a thousand
 * devices survives kills: one job, each row once, and retries are answered alike.
 */
import { generateKeyPairSync, type KeyObject, randomBytes, randomUUID, sign } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { makeFleet, randomFrom } from 'taxiway-hardware-hash'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually, untilNoneIsLeft } from '../support/eventually.ts'
import { createDatabase, localBackend, type TestDatabase } from '../support/postgres.ts'
import type { Json } from '../support/registry.ts'
import { emptyFolder } from '../support/taxiway-command.ts'
import { startTaxiwayProcess, type TaxiwayProcess } from '../support/taxiway-process.ts'
import { trust } from '../support/wire-client.ts'

const randomSeed = Number(process.env['TAXIWAY_CRASH_SEED'] ?? 20_261_129)
const kills = Number(process.env['TAXIWAY_CRASH_PARTNER_KILLS'] ?? 1)
const rows = 1_000

const partnerId = '3d0c9c4e-7b1a-4f55-9d2e-6a8e5b0c7f21'
const customerId = '6f1e5c5a-8d3b-4b62-9c0e-4f6e2a1b7c11'
const program = {
  clientId: '10000000-0000-4000-8000-0000000000aa',
  displayName: 'Uploads',
  secret: 'a secret for this test only',
  roles: ['PartnerCenter.user_impersonation'],
}
const oemId = '0e2f5a77-93c1-4f1e-b2a4-51d7c8e60b09'
const plantId = '10000000-0000-4000-8000-0000000000bb'
const pair = () => generateKeyPairSync('rsa', { modulusLength: 2048 })
const [firstKey, secondKey, strangersKey] = [pair(), pair(), pair()]

const tenantsWith = (key: KeyObject, kid: string) => [
  {
    id: partnerId,
    domain: 'northwind.test',
    displayName: 'Northwind',
    kind: 'cspDirect',
    applications: [program],
  },
  {
    id: customerId,
    domain: 'aerofleet.test',
    displayName: 'Aerofleet',
    settings: { unknownTuples: 'declare' },
  },
  {
    id: oemId,
    domain: 'maker.test',
    displayName: 'Maker',
    kind: 'oem',
    verified: true,
    applications: [
      {
        clientId: plantId,
        displayName: 'Plant',
        roles: ['Taxiway.Oem.Register', 'Taxiway.Oem.Inventory'],
        keys: [{ ...key.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' }],
      },
    ],
  },
]

let database: TestDatabase
let server: TaxiwayProcess
let client: pg.Client
let env: Record<string, string>
const seedFile = join(emptyFolder(), 'seed.json')
const folders = { dataFolder: emptyFolder(), configFolder: emptyFolder() }

beforeAll(async () => {
  database = await createDatabase(localBackend)
  seed('first', firstKey.publicKey)
  env = {
    TAXIWAY_DATABASE_URL: database.connectionString,
    TAXIWAY_KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    TAXIWAY_SEED: seedFile,
  }
  await start()
  client = new pg.Client(database)
  await client.connect()
  for (const partner of [partnerId, oemId])
    await client.query(
      `insert into consent (tenant_id, consent_id, partner_id, scopes, granted_by, valid_until)
       values ($1, $2, $3, '{devices.add,devices.read.own}', 'the test', now() + interval '300 days')`,
      [customerId, randomUUID(), partner],
    )
})
afterAll(async () => {
  await client.end()
  await server.dispose()
  await database.drop()
})

function seed(kid: string, key: KeyObject): void {
  writeFileSync(seedFile, JSON.stringify({ tenants: tenantsWith(key, kid) }))
}

async function start(): Promise<void> {
  server = await startTaxiwayProcess({ ...folders, env })
  trust(server.ca)
}

type Assertion = {
  readonly key?: KeyObject
  readonly kid?: string | null
  readonly claims?: object
  readonly alg?: string
}

/** What the token endpoint says to the maker's program, which signs by hand. */
async function plantToken({
  key = firstKey.privateKey,
  kid = 'first',
  claims = {},
  alg = 'RS256',
}: Assertion = {}): Promise<Json> {
  const endpoint = `${server.origin}/maker.test/oauth2/v2.0/token`
  const now = Math.floor(Date.now() / 1000)
  const own = { iss: plantId, sub: plantId, aud: endpoint, jti: randomUUID(), exp: now + 300 }
  const text = [
    { alg, typ: 'JWT', ...(kid !== null && { kid }) },
    { ...own, ...claims },
  ]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  const signature =
    alg === 'none' ? '' : sign('sha256', Buffer.from(text), key).toString('base64url')
  const answer = await fetch(endpoint, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: plantId,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: `${text}.${signature}`,
      scope: 'api://taxiway-oem/.default',
    }),
  })
  return await answer.json()
}

test('a maker’s program proves itself by the key of the seed, and declares what nobody knows yet', async () => {
  const { access_token: bearer } = await plantToken()
  const headers = { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' }
  const tenant = { tenantId: customerId, tenantDomain: 'aerofleet.test' }
  const row = { rowId: '1', ...tenant, manufacturer: 'ACME', model: 'Rocket', serialNumber: 'R-1' }
  const sent = await fetch(`${server.origin}/oem/v1/devices`, {
    method: 'POST',
    headers,
    body: JSON.stringify({
      devices: [row, { rowId: '2', ...tenant, productKeyId: '3556320606995' }],
    }),
  })
  expect(sent.status).toBe(202)
  const { statusUrl } = (await sent.json()) as { statusUrl: string }
  await eventually(async () => {
    const submission = await (await fetch(server.origin + statusUrl, { headers })).json()
    expect(submission).toMatchObject({
      counts: { total: 2, succeeded: 1, failed: 1 },
      rows: [{ status: 'finished' }, { errorCode: 812, errorName: 'ZtdDeviceNotFound' }],
    })
  })
  const seconds = Math.floor(Date.now() / 1000)
  for (const wrong of [
    { key: strangersKey.privateKey },
    { kid: 'another' },
    { alg: 'none' },
    { claims: { aud: `${server.origin}/northwind.test/oauth2/v2.0/token` } },
    { claims: { exp: seconds - 600 } },
    { claims: { exp: seconds + 90_000 } },
  ])
    expect([wrong, await plantToken(wrong)]).toEqual([
      wrong,
      expect.objectContaining({ error: 'invalid_client' }),
    ])
})

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
  Devices: [...makeFleet({ seed: `partner job ${randomSeed}`, count: rows })].map((device) => ({
    HardwareHash: device.hash().text,
  })),
})

/** As the SDK does: the same MS-RequestId until there is an answer. Undefined: the server went away. */
async function submit(requestId: string): Promise<string | undefined> {
  let answer: Response
  try {
    // Each server has an address of its own, and tokens are an address's.
    const bearer = await token()
    answer = await fetch(`${server.origin}/v1/customers/${customerId}/deviceBatches`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${bearer}`,
        'content-type': 'application/json',
        'MS-RequestId': requestId,
      },
      body,
    })
    await answer.arrayBuffer()
  } catch {
    return undefined
  }
  if (answer.status === 202) return answer.headers.get('location') ?? undefined
  // Another try with this id may still be at work for a moment.
  expect([409, 503]).toContain(answer.status)
  return undefined
}

test(`a job of ${rows} devices survives ${kills} kills (seed ${randomSeed})`, {
  timeout: 3_600_000,
}, async () => {
  const random = randomFrom(`partner job ${randomSeed}`)
  const requestId = randomUUID()
  const locations = new Set<string>()
  seed('second', secondKey.publicKey)
  for (let killed = 0; killed < kills; killed++) {
    const sent = submit(requestId)
    await pause(random.below(600))
    await server.kill('SIGKILL')
    locations.add((await sent) ?? '')
    await start()
  }
  locations.delete('')
  const location = await eventually(async () => {
    const found = await submit(requestId)
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
    headers: { authorization: `Bearer ${await token()}` },
  })
  const job = (await answer.json()) as {
    readonly status: string
    readonly devicesStatus: readonly { readonly status: string; readonly deviceId: string }[]
  }
  expect(job.status).toBe('finished')
  expect(job.devicesStatus).toHaveLength(rows)
  expect(new Set(job.devicesStatus.map(({ deviceId }) => deviceId)).size).toBe(rows)
  const { rows: counted } = await client.query(
    `select (select count(*)::int from channel_import where partner_id = $1) as jobs,
       (select count(*)::int from import_row where import_id in
         (select import_id from channel_import where partner_id = $1)) as rows,
       (select count(*)::int from device where partner_id = $1) as devices,
       (select count(*)::int from import_work) as left`,
    [partnerId],
  )
  expect(counted).toEqual([{ jobs: 1, rows, devices: rows, left: 0 }])
  // The seed has another key since then, and the old one proves nothing any more.
  expect(await plantToken()).toMatchObject({ error: 'invalid_client' })
  const { privateKey: key } = secondKey
  expect(await plantToken({ key, kid: null })).toHaveProperty('access_token')
})
