/** What may happen once is asked of two servers at the same moment, several times: it happens once. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { base64, laptop } from '../support/machines.ts'
import type { Client, Json } from '../support/registry.ts'
import { openTwoServers, type Said, type TwoServers } from './two-servers.ts'

let servers: TwoServers
let owner: Client
let receiver: Client

beforeAll(async () => {
  servers = await openTwoServers()
  owner = await servers.registry.newTenant()
  receiver = await servers.registry.newTenant()
})
afterAll(async () => {
  await servers.close()
  expect([...servers.failures, ...servers.registry.failures]).toEqual([])
})

type Asked = { readonly path: string; readonly body: object; readonly by?: Client }

const post = (server: 0 | 1, { path, body, by }: Asked): Promise<Said> =>
  servers.ask(server, { method: 'POST', path, body: JSON.stringify(body), token: by?.token })

/** Three times at each; those that were done. */
async function atBoth(asked: Asked): Promise<readonly Said[]> {
  const said = await Promise.all(([0, 1, 0, 1, 0, 1] as const).map((server) => post(server, asked)))
  const done = said.filter(({ status }) => status < 300)
  for (const each of said.filter(({ status }) => status >= 300))
    expect([400, 401, 403, 404, 409, 412], each.text).toContain(each.status)
  return done
}

async function made(asked: Asked): Promise<Json> {
  const said = await post(0, asked)
  expect(said.status, said.text).toBeLessThan(300)
  return JSON.parse(said.text)
}

const read = async (path: string, by: Client): Promise<Json> =>
  JSON.parse((await servers.ask(1, { method: 'GET', path, token: by.token })).text)

async function devices(by: Client): Promise<string[]> {
  await servers.registry.decideAll()
  return (await read('/admin/v1/devices?top=100', by)).value.map(({ id }: Json) => id)
}

test('a code hands in one device, which is approved once', async () => {
  for (let round = 0; round < 3; round++) {
    const before = (await devices(owner)).length
    const { code } = await made({
      ...{ path: '/admin/v1/intake-codes', by: owner },
      body: { kind: 'once', label: `Round ${round}` },
    })
    const handedIn = await atBoth({
      path: '/intake/v1/submissions',
      body: { code, hardwareHash: base64(laptop(`handed in ${round}`)) },
    })
    expect(handedIn).toHaveLength(1)
    const { id } = JSON.parse(handedIn[0]?.text ?? '')
    const approved = await atBoth({
      ...{ path: `/admin/v1/intake/${id}/approve`, by: owner },
      body: { groupTag: 'Intake' },
    })
    expect(approved).toHaveLength(1)
    expect(await devices(owner)).toHaveLength(before + 1)
  }
})

test('a change is undone by one job', async () => {
  const ids = await devices(owner)
  const change = { groupTag: { set: 'Changed' } }
  const job = await made({
    ...{ path: '/admin/v1/jobs', by: owner },
    body: { kind: 'update-devices', selection: { ids }, change },
  })
  while (await servers.registry.app.runNextJob());
  const undone = await atBoth({ path: `/admin/v1/jobs/${job.id}/undo`, body: {}, by: owner })
  expect(undone).toHaveLength(1)
  while (await servers.registry.app.runNextJob());
  const { value } = await read('/admin/v1/jobs', owner)
  expect(value).toHaveLength(2)
})

test('a transfer is accepted once, and a plan is run once', async () => {
  const ids = await devices(owner)
  const offer = await made({
    ...{ path: '/admin/v1/transfers', by: owner },
    body: { deviceIds: ids, to: { tenantId: receiver.tenantId } },
  })
  const accept = {
    path: '/admin/v1/transfers/accept',
    body: { transferId: offer.id },
    by: receiver,
  }
  expect(await atBoth(accept)).toHaveLength(1)
  expect([await devices(owner), (await devices(receiver)).length]).toEqual([[], ids.length])
  const { value } = await read('/admin/v1/events?types=transfer.completed', receiver)
  expect(value).toHaveLength(1)

  const plan = await made({
    ...{ path: '/admin/v1/removal-plans', by: receiver },
    body: { select: { ids: await devices(receiver) }, order: 'registration-only' },
  })
  const run = { path: `/admin/v1/removal-plans/${plan.id}/run`, body: {}, by: receiver }
  expect(await atBoth(run)).toHaveLength(1)
  await eventually(async () => {
    await servers.registry.app.runNextJob()
    expect(await read(`/admin/v1/removal-plans/${plan.id}`, receiver)).toMatchObject({
      state: 'done',
      counts: { done: ids.length },
    })
  })
})
