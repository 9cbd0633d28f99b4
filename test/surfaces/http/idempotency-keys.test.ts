/** `Idempotency-Key`: a request sent again has the same answer and no second effect, on whichever server. */
import { randomUUID } from 'node:crypto'
import { randomFrom } from 'taxiway-hardware-hash'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allRoles } from '../../../src/core/access/permissions.ts'
import { eachAtOnce, openTwoServers, type Said, type TwoServers } from '../../access/two-servers.ts'
import { eventually } from '../../support/eventually.ts'
import type { Client } from '../../support/registry.ts'
import { group, type Operation, operationsOf } from './keyed-operations.ts'

let servers: TwoServers
let tenant: Client

beforeAll(async () => {
  servers = await openTwoServers()
  tenant = await servers.registry.newTenant()
})
afterAll(() => servers.close())

type Keyed = Operation & { readonly key: string; readonly token?: string }

async function send(
  server: 0 | 1,
  { path, body, key, token = tenant.token }: Keyed,
): Promise<Said> {
  return servers.ask(server, {
    method: 'POST',
    path,
    token,
    body: JSON.stringify(body),
    headers: { 'idempotency-key': key },
  })
}

/** As a client does it: what is being done just now is asked for again. */
async function settled(server: 0 | 1, operation: Keyed): Promise<Said> {
  for (;;) {
    const said = await send(server, operation)
    if (said.status !== 409) return said
    expect(said.headers['retry-after']).toBe('1')
  }
}

/** What must be the same whenever the answer is given. */
function answerOf({ status, text, headers }: Said) {
  const { 'content-type': type, location, etag } = headers
  return { status, text, type, location, etag }
}

async function effects(tenantId: string): Promise<number> {
  const { rows } = await servers.registry.store.pool.query<{ count: number }>(
    `select count(*)::int as count from audit_entry where tenant_id = $1 and entry like '%"result":"Success"%'`,
    [tenantId],
  )
  return rows[0]?.count ?? 0
}

test('66 requests, each sent one to five times to two servers, have 66 effects', async () => {
  const random = randomFrom('66 operations')
  const operations = operationsOf(tenant.applicationId).flatMap(([count, operation], kind) =>
    Array.from({ length: count }, (_, i) => ({
      ...operation(`K${kind}-${i}`),
      key: `operation-${kind}-${i}`,
    })),
  )
  expect(operations).toHaveLength(66)
  const sendings = operations
    .flatMap((operation) =>
      Array.from({ length: 1 + random.below(5) }, () => ({
        operation,
        at: random.below(1_000_000),
      })),
    )
    .toSorted((a, b) => a.at - b.at)
  const before = await effects(tenant.tenantId)
  const answers = await eachAtOnce(sendings, async ({ operation, at }) => ({
    key: operation.key,
    answer: answerOf(await settled(at % 2 === 0 ? 0 : 1, operation)),
  }))
  expect((await effects(tenant.tenantId)) - before).toBe(66)
  for (const [key, same] of Map.groupBy(answers, (each) => each.key)) {
    const [first] = same
    expect(first?.answer.status, key).toBeLessThan(300)
    for (const { answer } of same) expect(answer).toEqual(first?.answer)
  }
  const { rows } = await servers.registry.store.pool.query(
    `select (select count(*)::int from directory_group where tenant_id = $1) as groups,
       (select count(*)::int from deployment_profile where tenant_id = $1) as profiles,
       (select count(*)::int from import_row where tenant_id = $1) as rows,
       (select count(*)::int from import_label where tenant_id = $1) as imports,
       (select count(*)::int from application where tenant_id = $1) as applications`,
    [tenant.tenantId],
  )
  expect(rows).toEqual([{ groups: 12, profiles: 6, rows: 30, imports: 6, applications: 17 }])
})

describe('a key', () => {
  const name = () => randomUUID()

  test('with another body, query or path is refused, and nothing is done', async () => {
    const key = name()
    const first = await send(0, { ...group('One'), key })
    const before = await effects(tenant.tenantId)
    for (const other of [
      group('Two'),
      { ...group('One'), path: '/v1.0/groups?$select=id' },
      { ...group('One'), body: { ...group('One').body, mailNickname: 'h' } },
    ]) {
      const said = await send(1, { ...other, key })
      expect(said.status).toBe(422)
      expect(JSON.parse(said.text).error.code).toBe('UnprocessableEntity')
    }
    expect(answerOf(await send(1, { ...group('One'), key }))).toEqual(answerOf(first))
    expect(await effects(tenant.tenantId)).toBe(before)
  })

  test('names the thing in the path too: the same key for another thing is refused', async () => {
    const key = name()
    const other = await servers.registry.newClient(tenant.tenantId, allRoles)
    const secret = (applicationId: string) => ({
      path: `/admin/v1/applications/${applicationId}/secrets`,
      body: {},
      key,
    })
    expect((await send(0, secret(tenant.applicationId))).status).toBe(201)
    const said = await send(0, secret(other.applicationId))
    expect([said.status, JSON.parse(said.text).error.code]).toEqual([422, 'key-reused'])
  })

  test('is the same with quotation marks, which a structured field has', async () => {
    const key = name()
    const bare = answerOf(await send(0, { ...group('Quoted'), key }))
    expect(answerOf(await send(1, { ...group('Quoted'), key: `"${key}"` }))).toEqual(bare)
  })

  test('in another spelling of the path is the same', async () => {
    const key = name()
    const bare = answerOf(await send(0, { ...group('Spelled'), key }))
    for (const path of ['/v1.0/Groups', '/V1.0/groups/', '/v1.0/%67roups'])
      expect(answerOf(await send(1, { ...group('Spelled'), path, key }))).toEqual(bare)
  })

  test('is the caller’s: others and other tenants have their own', async () => {
    const key = name()
    const colleague = await servers.registry.newClient(tenant.tenantId, allRoles)
    const stranger = await servers.registry.newTenant()
    const ids = []
    for (const { token } of [tenant, colleague, stranger]) {
      const said = await send(0, { ...group('Whose'), key, token })
      expect(said.status).toBe(201)
      ids.push(JSON.parse(said.text).id)
    }
    expect(new Set(ids).size).toBe(3)
  })

  test('is the route’s: another route has its own', async () => {
    const key = name()
    expect((await send(0, { ...group('Routes'), key })).status).toBe(201)
    expect((await send(0, { ...group('Routes'), path: '/beta/groups', key })).status).toBe(201)
    const role = { displayName: key, permissions: ['devices.read'] }
    expect((await send(0, { path: '/admin/v1/roles', body: role, key })).status).toBe(201)
  })

  test.each(['', ' ', 'a b', 'a, b', 'ä', 'x'.repeat(256), '""', '"a', `"a b"`])(
    'of the form %j is refused by name, or is a plain text',
    async (key) => {
      const said = await send(0, { ...group('Malformed'), key })
      if (key === '"a') expect(said.status).toBe(201)
      else {
        expect(said.status).toBe(400)
        expect(said.text).toContain('Idempotency-Key')
      }
    },
  )

  test('of a refused request stays free, since nothing was done', async () => {
    const key = name()
    expect((await send(0, { ...group(''), body: {}, key })).status).toBe(400)
    expect((await send(0, { ...group('Repaired'), key })).status).toBe(201)
  })

  test('replays nothing to whom the permission was taken', async () => {
    const key = name()
    const passing = await servers.registry.newClient(tenant.tenantId, allRoles)
    const operation = { ...group('Passing'), key, token: passing.token }
    expect((await send(0, operation)).status).toBe(201)
    const path = `/admin/v1/applications/${passing.applicationId}`
    expect((await tenant.ask('DELETE', path)).status).toBe(204)
    await eventually(async () => expect((await send(0, operation)).status).toBe(401))
  })

  test('ends after 24 hours', async () => {
    const key = name()
    const first = await send(0, { ...group('Late'), key })
    await servers.registry.store.pool.query(
      `update kept_answer set expires_at = expires_at - interval '24 hours'`,
    )
    const second = await send(1, { ...group('Late'), key })
    expect(second.status).toBe(201)
    expect(JSON.parse(second.text).id).not.toBe(JSON.parse(first.text).id)
    expect(answerOf(await send(0, { ...group('Late'), key }))).toEqual(answerOf(second))
  })

  test('of a batch is one of each of its parts', async () => {
    const part = (id: string, displayName: string) => ({
      id,
      method: 'POST',
      url: '/groups',
      body: { ...group(displayName).body },
      headers: { 'content-type': 'application/json' },
    })
    const batch = (...names: string[]) => ({
      path: '/v1.0/$batch',
      body: { requests: names.map((each, i) => part(`${i}`, each)) },
      key: 'the-batch',
    })
    const before = await effects(tenant.tenantId)
    const first = await send(0, batch('P', 'Q'))
    expect(await send(1, batch('P', 'Q'))).toMatchObject({ status: 200, text: first.text })
    expect((await effects(tenant.tenantId)) - before).toBe(2)
    const other = JSON.parse((await send(1, batch('P', 'R'))).text)
    expect(other.responses.map(({ status }: { status: number }) => status)).toEqual([201, 422])
  })

  test('is announced, so that clients know that they may send again', async () => {
    const path = '/v1.0/groups'
    const { headers } = await servers.ask(0, { method: 'GET', path, token: tenant.token })
    expect(headers['idempotency-key-lifetime']).toBe('86400')
  })

  test('keeps an answer that nobody can read in the database', async () => {
    const key = name()
    const path = `/admin/v1/applications/${tenant.applicationId}/secrets`
    const { secret } = JSON.parse((await send(0, { path, body: {}, key })).text)
    expect(secret).toMatch(/.{20}/)
    const { rows } = await servers.registry.store.pool.query(
      `select from kept_answer where position($1::bytea in answer) > 0`,
      [Buffer.from(secret)],
    )
    expect(rows).toEqual([])
  })
})

test('of the same request sent at once, one is done; the others wait or see its answer', async () => {
  for (let round = 0; round < 10; round++) {
    const operation = { ...group(`Race ${round}`), key: `race-${round}` }
    const before = await effects(tenant.tenantId)
    const said = await Promise.all(
      Array.from({ length: 6 }, (_, i) => send(i % 2 === 0 ? 0 : 1, operation)),
    )
    expect((await effects(tenant.tenantId)) - before).toBe(1)
    const done = said.filter(({ status }) => status === 201)
    expect(new Set(done.map(({ text }) => text)).size).toBe(1)
    for (const { status } of said) expect([201, 409]).toContain(status)
  }
})
