/** Jobs name devices, people and tags: of an assignment that is limited to group tags they are hidden where they reached further. */
import { makeFleet } from 'taxiway-hardware-hash'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, type Json, json, openRegistry } from '../support/registry.ts'
import { giveRole, roleNamed } from '../support/roles.ts'
import { roleOf } from './callers-of-matrix.ts'

let registry: Awaited<ReturnType<typeof openRegistry>>
let owner: Client
/** Manages kiosks, and nothing else. */
let desk: Client

beforeAll(async () => {
  registry = await openRegistry()
  owner = await registry.newTenant()
  desk = await limitedTo('Kiosk')
  const rows = [...makeFleet({ seed: 7, count: 6 })].map((device, i) => ({
    file: 'box.csv',
    line: i + 2,
    serialNumber: device.description.serialNumber,
    hardwareIdentifier: device.hash().text,
    groupTag: i % 2 === 0 ? 'Kiosk' : 'Board room',
  }))
  await post(owner, 'imports', { label: 'box.csv', rows })
  await registry.decideAll()
})
afterAll(() => registry.close())

async function limitedTo(tag: string): Promise<Client> {
  const client = await registry.newClient(owner.tenantId, [])
  await giveRole(owner, await roleNamed(owner, 'Autopilot device manager'), {
    principalKind: 'application',
    principalId: client.applicationId,
    groupTags: [tag],
  })
  return client
}

async function post(client: Client, path: string, body: unknown): Promise<Json> {
  const answer = await client.ask('POST', `/admin/v1/${path}`, body)
  expect(answer.status, await answer.clone().text()).toBeLessThan(300)
  return json(answer)
}

const get = (client: Client, path: string): Promise<Json> =>
  json(client.ask('GET', `/admin/v1/${path}`))

const statusOf = async (client: Client, method: string, path: string): Promise<number> =>
  (await client.ask(method, `/admin/v1/${path}`, method === 'POST' ? {} : undefined)).status

/** Gives everything with the tag a name; the job's id. */
async function rename(client: Client, tag: string): Promise<string> {
  const filter = `groupTag eq '${tag}'`
  const { count } = await get(
    client,
    `devices?top=1&count=true&q=&filter=${encodeURIComponent(filter)}`,
  )
  const { id } = await post(client, 'jobs', {
    kind: 'update-devices',
    selection: { q: '', filter, except: [], expectedCount: count },
    change: { displayName: { template: 'PC-%RAND:5%' } },
  })
  return id
}

const reading = ['', '/rows', '/result?format=csv'] as const

test('what was done to devices of other tags is neither listed nor read, cancelled or undone', async () => {
  const id = await rename(owner, 'Board room')
  expect((await get(desk, 'jobs')).value).toEqual([])
  for (const part of reading) expect(await statusOf(desk, 'GET', `jobs/${id}${part}`)).toBe(404)
  expect(await statusOf(desk, 'POST', `jobs/${id}/cancel`)).toBe(404)
  while (await registry.app.runNextJob());
  expect(await statusOf(desk, 'POST', `jobs/${id}/undo`)).toBe(404)
  // The one who did it can still take it back.
  expect(await statusOf(owner, 'POST', `jobs/${id}/undo`)).toBe(201)
  while (await registry.app.runNextJob());
})

test('a job of one’s own is there, and so is one of somebody with the same tags', async () => {
  const id = await rename(desk, 'Kiosk')
  while (await registry.app.runNextJob());
  const colleague = await limitedTo('KIOSK')
  for (const client of [desk, colleague, owner]) {
    const { value } = await get(client, 'jobs')
    expect(value.map((job: Json) => job.id)).toContain(id)
    for (const part of reading) expect(await statusOf(client, 'GET', `jobs/${id}${part}`)).toBe(200)
  }
  const elsewhere = await limitedTo('Board room')
  expect((await get(elsewhere, 'jobs')).value).toEqual([])
  expect(await statusOf(elsewhere, 'GET', `jobs/${id}`)).toBe(404)
})

test('a job of one’s own stays there when the role reaches less', async () => {
  const client = await limitedTo('Kiosk')
  const second = await giveRole(owner, await roleNamed(owner, 'Autopilot device manager'), {
    principalKind: 'application',
    principalId: client.applicationId,
    groupTags: ['Board room'],
  })
  const id = await rename(client, 'Board room')
  while (await registry.app.runNextJob());
  await owner.ask('DELETE', `/admin/v1/role-assignments/${second}`)
  expect(await statusOf(client, 'GET', `jobs/${id}`)).toBe(200)
  expect(await statusOf(desk, 'GET', `jobs/${id}`)).toBe(404)
  const undone = await post(client, `jobs/${id}/undo`, {})
  await isFor(undone.id, [client, owner])
  while (await registry.app.runNextJob());
  await isFor(undone.id, [client, owner])
})

test('a job of somebody who reads more than they may change is not for others who may change the same', async () => {
  const client = await registry.newClient(owner.tenantId, [])
  const principal = { principalKind: 'application', principalId: client.applicationId } as const
  const reading = await roleOf(owner, ['devices.read'])
  await giveRole(owner, reading, { ...principal, groupTags: null })
  const changing = await roleOf(owner, ['devices.update'])
  await giveRole(owner, changing, { ...principal, groupTags: ['Kiosk'] })
  const { count } = await get(client, 'devices?top=1&count=true&q=')
  const job = {
    kind: 'update-devices',
    selection: { q: '', filter: '', except: [], expectedCount: count },
    change: { displayName: { template: 'PC-%RAND:5%' } },
  }
  const preview = await post(client, 'jobs', { ...job, dryRun: true })
  await isFor(preview.id, [client, owner])
  const begun = await post(client, 'jobs', job)
  await isFor(begun.id, [client, owner])
  while (await registry.app.runNextJob());
  await isFor(begun.id, [client, owner])
  await isFor((await post(client, `jobs/${begun.id}/undo`, {})).id, [client, owner])
})

/** The job is there for these, and not for the desk. */
async function isFor(id: string, clients: readonly Client[]): Promise<void> {
  for (const client of clients) expect(await statusOf(client, 'GET', `jobs/${id}`)).toBe(200)
  for (const part of ['', '/rows', '/result?format=csv'])
    expect(await statusOf(desk, 'GET', `jobs/${id}${part}`)).toBe(404)
  const { value } = await get(desk, 'jobs')
  expect(value.map((job: Json) => job.id)).not.toContain(id)
}
