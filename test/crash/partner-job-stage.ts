/** A server of its own with a partner, its customer and a maker. */
import { generateKeyPairSync, type KeyObject, randomBytes, randomUUID, sign } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { makeFleet } from 'taxiway-hardware-hash'
import { createDatabase, localBackend, type TestDatabase } from '../support/postgres.ts'
import type { Json } from '../support/registry.ts'
import { emptyFolder } from '../support/taxiway-command.ts'
import { startTaxiwayProcess, type TaxiwayProcess } from '../support/taxiway-process.ts'
import { trust } from '../support/wire-client.ts'

export const randomSeed = Number(process.env['TAXIWAY_CRASH_SEED'] ?? 20_261_129)

export const rows = 1_000

export const partnerId = '3d0c9c4e-7b1a-4f55-9d2e-6a8e5b0c7f21'

export const customerId = '6f1e5c5a-8d3b-4b62-9c0e-4f6e2a1b7c11'

export const program = {
  clientId: '10000000-0000-4000-8000-0000000000aa',
  displayName: 'Uploads',
  secret: 'a secret for this test only',
  roles: ['PartnerCenter.user_impersonation'],
}

const oemId = '0e2f5a77-93c1-4f1e-b2a4-51d7c8e60b09'

const plantId = '10000000-0000-4000-8000-0000000000bb'

const pair = () => generateKeyPairSync('rsa', { modulusLength: 2048 })

export const [firstKey, secondKey, strangersKey] = [pair(), pair(), pair()]

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
    settings: {
      unknownTuples: 'declare',
      limit: { floor: 100_000, share: 1, hours: 24 },
    },
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
        roles: ['Taxiway.Oem.Register', 'Taxiway.Oem.Inventory', 'Taxiway.Oem.Deregister'],
        keys: [{ ...key.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' }],
      },
    ],
  },
]

export let database: TestDatabase

export let server: TaxiwayProcess

export let client: pg.Client

let env: Record<string, string>

let seedFile: string

let folders: { readonly dataFolder: string; readonly configFolder: string }

/** `over`: the address by which the server comes to the database. */
export async function openStage(over = async (address: string) => address) {
  database = await createDatabase(localBackend)
  seedFile = join(emptyFolder(), 'seed.json')
  folders = { dataFolder: emptyFolder(), configFolder: emptyFolder() }
  seed('first', firstKey.publicKey)
  env = {
    TAXIWAY_DATABASE_URL: await over(database.connectionString),
    TAXIWAY_KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    TAXIWAY_SEED: seedFile,
  }
  await start()
  client = new pg.Client(database)
  await client.connect()
  for (const partner of [partnerId, oemId])
    await client.query(
      `insert into consent (tenant_id, consent_id, partner_id, scopes, granted_by, valid_until)
       values ($1, $2, $3, '{devices.add,devices.read.own,devices.remove.own}', 'the test', now() + interval '300 days')`,
      [customerId, randomUUID(), partner],
    )
}

export function seed(kid: string, key: KeyObject): void {
  writeFileSync(seedFile, JSON.stringify({ tenants: tenantsWith(key, kid) }))
}

export async function start(): Promise<void> {
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
export async function plantToken({
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

export async function token(): Promise<string> {
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

export const body = JSON.stringify({
  BatchId: 'Thousand',
  Devices: [...makeFleet({ seed: `partner job ${randomSeed}`, count: rows })].map((device) => ({
    HardwareHash: device.hash().text,
  })),
})
