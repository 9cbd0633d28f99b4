/**
 * Secrets that are planted in a real server's run, with all logging on, are afterwards looked for in its
 * database, its log and its metrics, in every spelling that somebody might have written them in.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { commandLineId } from '../../src/identity-provider/core/first-party.ts'
import { eventually } from '../support/eventually.ts'
import { hashFixture } from '../support/hardware-hashes.ts'
import { createDatabase, localBackend, type TestDatabase } from '../support/postgres.ts'
import { json } from '../support/registry.ts'
import { emptyFolder } from '../support/taxiway-command.ts'
import { startTaxiwayProcess, type TaxiwayProcess } from '../support/taxiway-process.ts'
import { importedPath, trust } from '../support/wire-client.ts'
import { browserSession, codeRequest, hiddenFields } from '../surfaces/authority/browser-session.ts'

const clientId = 'aaaaaaaa-0000-4000-8000-00000000c0de'
const tenantId = 'aaaaaaaa-0000-4000-8000-00000000beef'
const graph = 'https://graph.microsoft.com/.default'
const hash = hashFixture(2).hardwareHash

/** Name → secret; what the run makes is added as it is made. */
const planted = new Map([
  ["the application's secret", 'planted-client-secret-Zq7'],
  ['a wrong secret', 'planted-wrong-secret-Kx1'],
  ['the password', 'planted pass phrase Wm4'],
  ['a wrong password', 'planted-wrong-password-Rt9'],
  // From the middle, where hashes of different machines differ and are not mere zeros.
  ['the user of a device whose import failed', 'planted-person@canary.test'],
  ['a hash', hash.slice(400, 520)],
  ['the hash of a body that is not JSON', hashFixture(3).hardwareHash.slice(400, 520)],
  ['the hash of an import that failed', hashFixture(4).hardwareHash.slice(400, 520)],
])

let database: TestDatabase
let server: TaxiwayProcess

beforeAll(async () => {
  database = await createDatabase(localBackend)
  const seed = join(emptyFolder(), 'seed.yaml')
  const secret = planted.get("the application's secret")
  const roles = ['DeviceManagementServiceConfig.ReadWrite.All', 'Application.ReadWrite.All']
  const users = [
    {
      userPrincipalName: 'ada@canary.test',
      displayName: 'Ada',
      password: planted.get('the password'),
      roles: ['Intune Administrator'],
    },
  ]
  const applications = [{ clientId, displayName: 'Robot', secret, roles }]
  const tenant = { id: tenantId, domain: 'canary.test', displayName: 'Canary', users, applications }
  writeFileSync(seed, stringify({ tenants: [tenant] }))
  server = await startTaxiwayProcess({
    env: {
      TAXIWAY_DATABASE_URL: database.connectionString,
      TAXIWAY_SEED: seed,
      TAXIWAY_LOG_LEVEL: 'trace',
      TAXIWAY_METRICS_PORT: 'origin',
    },
  })
  trust(server.ca)
  await run()
})

afterAll(async () => {
  await server.dispose()
  await database.drop()
})

async function run(): Promise<void> {
  const token = await programSignsIn()
  await personSignsIn()
  await importsAndFails(token)
  const made = await send('/admin/v1/applications', token, JSON.stringify({ displayName: 'New' }))
  planted.set('a secret that was made', (await json(made)).secret)
}

async function programSignsIn(): Promise<string> {
  const grant = { grant_type: 'client_credentials', client_id: clientId, scope: graph }
  const ask = async (name: string) =>
    await json(form('/oauth2/v2.0/token', { ...grant, client_secret: planted.get(name) ?? '' }))
  expect(await ask('a wrong secret')).toHaveProperty('error')
  const { access_token: token } = await ask("the application's secret")
  planted.set("a program's token", token)
  return token
}

async function personSignsIn(): Promise<void> {
  const browser = browserSession(
    { request: (url, init) => fetch(url, { ...init, redirect: 'manual' }) },
    server.origin,
  )
  const redirect_uri = 'http://localhost:7777'
  const { verifier, query } = codeRequest({ client_id: commandLineId, redirect_uri })
  const page = await browser.open(`/${tenantId}/oauth2/v2.0/authorize?${query}`)
  const password = async (name: string) =>
    await browser.send(`${page.url.pathname}/password`, {
      ...hiddenFields(page.html),
      username: 'ada@canary.test',
      password: planted.get(name) ?? '',
    })
  await password('a wrong password')
  const { url } = await password('the password')
  const code = url.searchParams.get('code') ?? ''
  const tokens = await json(
    form('/oauth2/v2.0/token', {
      grant_type: 'authorization_code',
      client_id: commandLineId,
      code,
      redirect_uri,
      code_verifier: verifier,
    }),
  )
  planted.set('a code', code).set("a person's token", tokens.access_token)
  planted.set('a refresh token', tokens.refresh_token).set('an identity token', tokens.id_token)
  for (const { name, value } of browser.cookies()) planted.set(`the cookie ${name}`, value)
}

async function importsAndFails(token: string): Promise<void> {
  const body = (hardwareIdentifier: string) => JSON.stringify({ hardwareIdentifier })
  const { id } = await json(send(importedPath, token, body(hash)))
  await eventually(async () => {
    const { state } = await json(get(`${importedPath}/${id}`, token))
    expect(state.deviceImportStatus).toBe('complete')
  })
  const broken = await send(importedPath, token, `${body(hashFixture(3).hardwareHash)}]`)
  expect(broken.status).toBe(400)
  await withClient(async (client) => {
    await client.query(
      'alter table import_row add constraint never check (row_number < 0) not valid',
    )
    const assignedUserPrincipalName = planted.get('the user of a device whose import failed')
    const { hardwareHash: hardwareIdentifier } = hashFixture(4)
    const row = JSON.stringify({ hardwareIdentifier, assignedUserPrincipalName })
    const failed = await send(importedPath, token, row)
    expect(failed.status).toBe(500)
    await client.query('alter table import_row drop constraint never')
  })
  // Some programs put their token into the address, where logs of others would keep it.
  await get(`/v1.0/nothing?access_token=${token}`, token)
}

test.each([
  ['the database', databaseText],
  ['the log', async () => server.log()],
  ['the metrics', async () => await (await fetch(`${server.origin}/metrics`)).text()],
])('%s holds none of them', async (_, textOf) => {
  const text = await textOf()
  expect(text.length).toBeGreaterThan(500)
  const found = [...planted].filter(([, secret]) =>
    spellings(secret).some((each) => text.includes(each)),
  )
  expect(found.map(([name]) => name)).toEqual([])
})

test('all were made and used, and the failure was logged', async () => {
  expect([...planted].filter(([, secret]) => !secret || secret.length < 10)).toEqual([])
  expect(planted.size).toBeGreaterThan(12)
  await eventually(() => expect(server.log()).toContain('a request failed'))
})

/** As it is, as a web address has it, and its bytes in hexadecimal and base64; of base64 the bytes too. */
function spellings(secret: string): readonly string[] {
  const bytes = Buffer.from(secret)
  const signature = secret.split('.')[2]
  return [
    secret,
    encodeURIComponent(secret),
    bytes.toString('hex'),
    bytes.toString('base64').replace(/=+$/, '').slice(0, -2),
    Buffer.from(secret, 'base64').toString('hex').slice(0, 120),
    ...(signature === undefined ? [] : [signature]),
  ].filter((each) => each.length >= 10)
}

/** Every row of every table as text; bytes are in hexadecimal. */
async function databaseText(): Promise<string> {
  return await withClient(async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      "select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace",
    )
    const parts: string[] = []
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(
        `select kept::text as row from ${name} as kept`,
      )
      parts.push(...rows.map(({ row }) => row))
    }
    return parts.join('\n')
  })
}

async function withClient<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: database.connectionString })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

function form(path: string, fields: Record<string, string>): Promise<Response> {
  const body = new URLSearchParams(fields)
  return fetch(`${server.origin}/${tenantId}${path}`, { method: 'POST', body })
}

function get(path: string, token: string): Promise<Response> {
  return fetch(`${server.origin}${path}`, { headers: { authorization: `Bearer ${token}` } })
}

function send(path: string, token: string, body: string): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  return fetch(`${server.origin}${path}`, { method: 'POST', headers, body })
}
