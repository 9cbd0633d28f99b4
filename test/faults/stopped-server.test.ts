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
let servers: TaxiwayProcess[] = []

beforeAll(async () => {
  database = await createDatabase(localBackend)
  const seedFile = join(emptyFolder(), 'seed.json')
  writeFileSync(seedFile, JSON.stringify({ tenants }))
  const env = {
    // An operator may set the limits like this. The second leaves a busy machine time for all that happens meanwhile.
    TAXIWAY_DATABASE_URL: `${database.connectionString}&lock_timeout=1500&idle_in_transaction_session_timeout=20000`,
    TAXIWAY_KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    TAXIWAY_SEED: seedFile,
  }
  servers = [await startTaxiwayProcess({ env }), await startTaxiwayProcess({ env })]
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
      mailNickname: name,
      securityEnabled: true,
    }),
  })
  await answer.arrayBuffer()
  return { status: answer.status, retryAfter: answer.headers.get('retry-after') }
}

test('a server stopped in the middle of a change holds up its tenant alone, and that not for long', async () => {
  const [stopped, alpha, beta] = await Promise.all([client(0, 0), client(1, 0), client(1, 1)])
  const look = await onDatabase()
  const states = async (state: string, blocked: string) => {
    const { rows } = await look.query(
      `select count(*)::int as n from pg_stat_activity where datname = current_database()
        and application_name = 'taxiway' and state = $1 and coalesce(wait_event_type = 'Lock', false) = $2::boolean`,
      [state, blocked],
    )
    return rows[0].n
  }

  expect((await newGroup(0, stopped, 'first')).status).toBe(201)
  // The end of the tenant's trail is held until the change of the first server stands before it.
  const holder = await onDatabase()
  await holder.query('begin')
  await holder.query('select from audit_head where tenant_id = $1 for update', [tenants[0]?.id])
  const cut = newGroup(0, stopped, 'in-the-middle')
  await eventually(async () => expect(await states('active', 'true')).toBe(1))
  process.kill(servers[0]?.pid ?? 0, 'SIGSTOP')
  onTestFinished(() => void process.kill(servers[0]?.pid ?? 0, 'SIGCONT'))
  await holder.query('rollback')
  await eventually(async () => expect(await states('idle in transaction', 'false')).toBe(1))

  // More changes of that tenant than the other server has connections, again and again; others read and write meanwhile.
  const refused: Awaited<ReturnType<typeof newGroup>>[] = []
  const changes = Array.from({ length: 25 }, async (_, n) => {
    for (;;) {
      const answer = await newGroup(1, alpha, `waits-${n}`)
      if (answer.status === 201) return
      refused.push(answer)
    }
  })
  await eventually(async () => expect(await states('active', 'true')).toBeGreaterThan(3))
  for (let n = 0; n < 30; n++) await beta.ask('GET', devicesPath)
  for (let n = 0; n < 5; n++) await alpha.ask('GET', devicesPath)
  expect((await newGroup(1, beta, 'others')).status).toBe(201)
  expect(await states('idle in transaction', 'false')).toBe(1)

  // Its transaction ends by itself, and the tenant's changes are taken again, the first server still standing still.
  await Promise.all(changes)
  expect(refused.length).toBeGreaterThan(0)
  for (const { status, retryAfter } of refused) {
    expect(status).toBe(503)
    expect(Number(retryAfter)).toBeGreaterThan(0)
  }
  process.kill(servers[0]?.pid ?? 0, 'SIGCONT')
  const { status, retryAfter } = await cut
  expect([status, Number(retryAfter) > 0]).toEqual([503, true])
  expect((await newGroup(0, stopped, 'goes-on')).status).toBe(201)
  const { value } = await alpha.ask('GET', '/v1.0/groups?$select=displayName')
  expect(value.map(({ displayName }: { displayName: string }) => displayName)).not.toContain(
    'in-the-middle',
  )
})
