/** What a reading costs: statements for what it shows and for its version, and what is done to an answer on its way out. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listMark } from '../../../src/surfaces/http/list-mark.ts'
import { packed } from '../../../src/surfaces/http/packed.ts'
import { thingsOf } from '../../access/things.ts'
import { statementsOf } from '../../support/databases/counted-statements.ts'
import { type Client, openRegistry } from '../../support/registry.ts'

let registry: Awaited<ReturnType<typeof openRegistry>>
let tenant: Client
let ids: Readonly<Record<string, string>>

beforeAll(async () => {
  registry = await openRegistry()
  tenant = await registry.newTenant()
  ids = await thingsOf(registry, tenant)
})
afterAll(() => registry.close())

const devices = '/v1.0/deviceManagement/windowsAutopilotDeviceIdentities'

/** What is remembered for two seconds about keys, tokens and their programs, whatever they ask for. */
const remembered = /signing_key|from "application"|from "tenant"/

async function readingsOf(path: string): Promise<readonly string[]> {
  await tenant.ask('GET', path)
  const asked = await statementsOf(registry.store, async () => {
    const answer = await tenant.ask('GET', path)
    expect(answer.status, path).toBe(200)
  })
  return asked.filter((text) => !remembered.test(text))
}

test.each([
  ['a page of devices', () => `${devices}?$top=50`],
  ['a device', () => `${devices}/${ids['windowsautopilotdeviceidentities']}`],
  ['a group', () => `/v1.0/groups/${ids['groups']}`],
])('%s is read by one statement, its version included', async (_, path) => {
  const asked = await readingsOf(path())
  expect(asked, asked.join('\n')).toHaveLength(1)
})

test('a webhook is read by one statement, and by another what its account may read', async () => {
  const asked = await readingsOf(`/admin/v1/webhooks/${ids['webhooks']}`)
  expect(asked, asked.join('\n')).toHaveLength(2)
  expect(asked[1]).toContain('role_assignment')
})

test('the first page of devices is planned for its first few readers, and never again', async () => {
  for (let n = 0; n < 12; n++) await readingsOf(`${devices}?$top=50`)
  const { rows } = await registry.store.pool.query(
    "select custom_plans::int as planned from pg_prepared_statements where name = 'device-first-50'",
  )
  // PostgreSQL compares five plans with one that it keeps.
  expect(rows).toEqual([{ planned: 5 }])
})

test('and so are its later pages', async () => {
  const mark = listMark({
    options: new URLSearchParams(),
    again: () => `https://localhost${devices}?`,
  })
  const place = Buffer.from(mark + JSON.stringify(['01941f29-7c00-7000-8000-000000000000']))
  const later = `${devices}?$top=20&$skiptoken=${place.toString('base64url')}`
  for (let n = 0; n < 12; n++) await readingsOf(later)
  const { rows } = await registry.store.pool.query(
    "select custom_plans::int as planned from pg_prepared_statements where name = 'device-page-20'",
  )
  expect(rows).toEqual([{ planned: 5 }])
})

test('devices that many ask for at once are read together, and each gets its own', async () => {
  const mine = ids['windowsautopilotdeviceidentities']
  const unknown = '01941f29-7c00-7000-8000-000000000001'
  const ask = (id: string | undefined) => tenant.ask('GET', `${devices}/${id}`)
  await ask(mine)
  let answers: readonly Response[] = []
  const asked = await statementsOf(registry.store, async () => {
    answers = await Promise.all([mine, unknown, mine, mine, unknown].map(ask))
  })
  expect(answers.map(({ status }) => status)).toEqual([200, 404, 200, 200, 404])
  expect(asked.filter((text) => text.includes('from device where')).length).toBeLessThan(4)
})

test('an answer that nobody wants packed keeps the text that it was made from', async () => {
  let taken = 0
  const answer = new Response('{}', { headers: { 'content-type': 'application/json' } })
  Object.defineProperty(answer, 'body', { get: () => ++taken })
  const request = new Request('https://localhost:8443/v1.0/devices')
  expect(await packed(request, answer)).toBe(answer)
  expect(taken).toBe(0)
  expect(answer.headers.get('vary')).toBe('Accept-Encoding')
})
