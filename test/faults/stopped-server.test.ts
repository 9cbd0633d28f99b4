/** One of two servers stands still in the middle of a change: the tenant's changes wait a while, and nobody else notices. */
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { createDatabase, localBackend, type TestDatabase } from '../support/postgres.ts'
import { emptyFolder } from '../support/taxiway-command.ts'
import { startTaxiwayProcess, type TaxiwayProcess } from '../support/taxiway-process.ts'
import { twoTenants } from '../support/two-tenants.ts'
import { devicesPath, signIn, trust, type WireClient } from '../support/wire-client.ts'

const tenants = twoTenants(['DeviceManagementServiceConfig.ReadWrite.All', 'Group.ReadWrite.All'])

let database: TestDatabase
const servers: TaxiwayProcess[] = []

beforeAll(async () => {
  database = await createDatabase(localBackend)
  const seedFile = join(emptyFolder(), 'seed.json')
  writeFileSync(seedFile, JSON.stringify({ tenants }))
  // An operator may set limits like these. Nothing that the first server holds ends before the test ends it.
  const limits = [
    'lock_timeout=30000&idle_in_transaction_session_timeout=3600000',
    'lock_timeout=1500',
    'lock_timeout=30000',
  ]
  const key = randomBytes(32).toString('base64')
  for (const limit of limits) {
    const env = {
      TAXIWAY_DATABASE_URL: `${database.connectionString}&${limit}`,
      TAXIWAY_KEY_ENCRYPTION_KEY: key,
      TAXIWAY_SEED: seedFile,
    }
    servers.push(await startTaxiwayProcess({ env }))
  }
  for (const { ca } of servers) trust(ca)
})
afterAll(async () => {
  await Promise.all(servers.map((server) => server.dispose()))
  await database?.drop()
})

function client(server: number, tenant: number): Promise<WireClient> {
  const origin = servers[server]?.origin ?? ''
  const { id, applications } = tenants[tenant] as (typeof tenants)[number]
  return signIn(origin, {
    graph: origin,
    authority: origin,
    tenant: id,
    clientId: applications[0]?.clientId ?? '',
    clientSecret: applications[0]?.secret ?? '',
  })
}

async function onDatabase(): Promise<Client> {
  const connection = new Client({ connectionString: database.connectionString })
  await connection.connect()
  onTestFinished(() => connection.end())
  return connection
}

/** A change, as any client would ask for it. Answers its status and when to come again. */
async function newGroup(server: number, { token }: WireClient, name: string) {
  const answer = await fetch(`${servers[server]?.origin}/v1.0/groups`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      displayName: name,
      mailEnabled: false,
      mailNickname: name.replaceAll(' ', '-'),
      securityEnabled: true,
    }),
  })
  await answer.arrayBuffer()
  return { status: answer.status, retryAfter: answer.headers.get('retry-after') }
}

/** Server processes of PostgreSQL whose transaction waits for another's lock. */
async function blocked(look: Client): Promise<readonly number[]> {
  const { rows } = await look.query(
    `select pid from pg_stat_activity where datname = current_database()
      and application_name = 'taxiway' and state = 'active' and wait_event_type = 'Lock'`,
  )
  return rows.map(({ pid }) => pid)
}

async function stateOf(look: Client, session: number): Promise<string> {
  const { rows } = await look.query('select state from pg_stat_activity where pid = $1', [session])
  return rows[0]?.state
}

/** Stops a server in the middle of a change of the first tenant; answers what becomes of that change. */
async function stoppedInTheMiddle(server: number, by: WireClient, look: Client) {
  const name = `in the middle at ${server}`
  // The end of the tenant's trail is held until the change stands before it.
  const holder = await onDatabase()
  await holder.query('begin')
  await holder.query('select from audit_head where tenant_id = $1 for update', [tenants[0]?.id])
  const cut = newGroup(server, by, name)
  const [session = 0] = await eventually(async () => {
    const found = await blocked(look)
    expect(found).toHaveLength(1)
    return found
  })
  const { pid = 0 } = servers[server] ?? {}
  process.kill(pid, 'SIGSTOP')
  onTestFinished(() => void process.kill(pid, 'SIGCONT'))
  await holder.query('rollback')
  return { name, cut, session, goOn: () => process.kill(pid, 'SIGCONT') }
}

const cameToNothing = { status: 503, retryAfter: expect.stringMatching(/^[1-9]/) }

async function groupNames(client: WireClient): Promise<readonly string[]> {
  const { value } = await client.ask('GET', '/v1.0/groups?$select=displayName')
  return value.map(({ displayName }: { displayName: string }) => displayName)
}

test('a server stopped in the middle of a change holds up its tenant alone', async () => {
  const [stopped, alpha, beta] = await Promise.all([client(0, 0), client(1, 0), client(1, 1)])
  const look = await onDatabase()
  expect((await newGroup(0, stopped, 'first')).status).toBe(201)
  const { name, cut, session, goOn } = await stoppedInTheMiddle(0, stopped, look)
  await eventually(async () => expect(await stateOf(look, session)).toBe('idle in transaction'))

  // More changes of that tenant than the other server has connections, again and again; others read and write meanwhile.
  const refused: Awaited<ReturnType<typeof newGroup>>[] = []
  const changes = Array.from({ length: 25 }, async (_, n) => {
    for (;;) {
      const answer = await newGroup(1, alpha, `waits-${n}`)
      if (answer.status === 201) return
      refused.push(answer)
    }
  })
  await eventually(async () => expect((await blocked(look)).length).toBeGreaterThan(3))
  for (let n = 0; n < 30; n++) await beta.ask('GET', devicesPath)
  for (let n = 0; n < 5; n++) await alpha.ask('GET', devicesPath)
  expect((await newGroup(1, beta, 'others')).status).toBe(201)
  await eventually(() => expect(refused.length).toBeGreaterThan(0))
  expect(await stateOf(look, session)).toBe('idle in transaction')

  await look.query('select pg_terminate_backend($1)', [session])
  await Promise.all(changes)
  for (const each of refused) expect(each).toEqual(cameToNothing)
  goOn()
  expect(await cut).toEqual(cameToNothing)
  expect((await newGroup(0, stopped, 'goes-on')).status).toBe(201)
  expect(await groupNames(alpha)).not.toContain(name)
})

test('what it holds it holds for some seconds only, although it still stands', async () => {
  const [stopped, alpha] = await Promise.all([client(2, 0), client(1, 0)])
  const { name, cut, goOn } = await stoppedInTheMiddle(2, stopped, await onDatabase())
  await eventually(async () => expect((await newGroup(1, alpha, 'again')).status).toBe(201))
  goOn()
  expect(await cut).toEqual(cameToNothing)
  expect(await groupNames(alpha)).not.toContain(name)
})
