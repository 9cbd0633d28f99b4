/** Work that goes on without the one who began it: it does no more than its maker still may. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Client, type Json, json, openRegistry, origin } from '../../support/registry.ts'
import { giveRole } from '../../support/roles.ts'
import { personWith, roleOf } from '../callers-of-matrix.ts'
import type { Registry } from '../route-requests.ts'

const identities = '/beta/deviceManagement/windowsAutopilotDeviceIdentities'

let registry: Registry
let owner: Client
let devices: readonly string[]

beforeAll(async () => {
  registry = await openRegistry()
  owner = await registry.newTenant()
})
afterAll(async () => {
  expect(registry.failures).toEqual([])
  await registry.close()
})

beforeEach(async () => {
  await registry.freeDevices()
  const made: string[] = []
  for (const groupTag of ['Kiosk', 'Office']) {
    const asked = owner.ask('POST', identities, { serialNumber: `S-${groupTag}`, groupTag })
    made.push((await json(asked)).id)
  }
  devices = made
})

const rights = ['devices.read', 'devices.update', 'devices.delete', 'removals.read'] as const
const planning = ['removals.plan', 'removals.run', 'transfers.offer'] as const

type Given = {
  readonly client: Pick<Client, 'ask'>
  readonly assignment: string
  readonly id: string
}

async function program(): Promise<Given> {
  const client = await registry.newClient(owner.tenantId, [])
  const id = client.applicationId
  const roleId = await roleOf(owner, [...rights, ...planning])
  const principal = { principalKind: 'application', principalId: id } as const
  return { client, id, assignment: await giveRole(owner, roleId, principal) }
}

const rename = { displayName: { template: 'PC-%RAND:5%' } }

async function begin(client: Given['client'], more: object): Promise<string> {
  const begun = await client.ask('POST', '/admin/v1/jobs', { selection: { ids: devices }, ...more })
  expect(begun.status, await begun.clone().text()).toBe(201)
  return (await json(begun)).id
}

async function ended(id: string): Promise<Json> {
  while (await registry.app.runNextJob());
  const job = await json(owner.ask('GET', `/admin/v1/jobs/${id}`))
  const { value: rows } = await json(owner.ask('GET', `/admin/v1/jobs/${id}/rows`))
  expect(job.state).toBe('done')
  return { counts: job.counts, reasons: rows.map(({ reason }: Json) => reason) }
}

const left = async (): Promise<number> => (await json(owner.ask('GET', identities))).value.length

const said = 'The one who began the job may not do this any more.'
const take = async (assignment: string) =>
  expect((await owner.ask('DELETE', `/admin/v1/role-assignments/${assignment}`)).status).toBe(204)

test('a job ends when its maker loses the role, and each device says why it was left', async () => {
  const { client, assignment } = await program()
  const id = await begin(client, { kind: 'delete-devices' })
  await take(assignment)
  const { counts, reasons } = await ended(id)
  expect(counts).toMatchObject({ changed: 0, refused: 2 })
  expect(reasons).toEqual([said, said])
  expect(await left()).toBe(2)
})

test('it goes on as far as the role still reaches', async () => {
  const { client, assignment, id: principalId } = await program()
  const id = await begin(client, { kind: 'update-devices', change: rename })
  await take(assignment)
  const roleId = await roleOf(owner, rights.slice(0, 2))
  await giveRole(owner, roleId, { principalKind: 'application', principalId, groupTags: ['Kiosk'] })
  const { counts } = await ended(id)
  expect(counts).toMatchObject({ changed: 1, missing: 1, refused: 0 })
})

test('the jobs of a program that is disabled and of a person who is disabled end too', async () => {
  const { client, id: applicationId } = await program()
  const ofProgram = await begin(client, { kind: 'delete-devices' })
  await owner.ask('PATCH', `/admin/v1/applications/${applicationId}`, { enabled: false })
  expect((await ended(ofProgram)).counts).toMatchObject({ changed: 0, refused: 2 })

  const roles = ['Intune Administrator']
  const { id: userId, token } = await personWith(registry, owner, { name: 'leaver', roles })
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const person: Given['client'] = {
    ask: (method, path, body) =>
      registry.app.fetch(
        new Request(`${origin}${path}`, { method, headers, body: JSON.stringify(body) }),
      ) as Promise<Response>,
  }
  const change = { kind: 'update-devices', change: rename }
  const stays = await begin(person, change)
  expect((await ended(stays)).counts).toMatchObject({ changed: 2 })
  const ofPerson = await begin(person, change)
  const disabled = await owner.ask('PATCH', `/v1.0/users/${userId}`, { accountEnabled: false })
  expect(disabled.status).toBe(204)
  expect((await ended(ofPerson)).counts).toMatchObject({ changed: 0, refused: 2 })
})

test('a removal plan ends too, and leaves alone what it has not come to', async () => {
  const { client, assignment } = await program()
  const plan = await json(
    client.ask('POST', '/admin/v1/removal-plans', { select: { ids: devices } }),
  )
  const run = await client.ask('POST', `/admin/v1/removal-plans/${plan.id}/run`, {})
  expect((await json(run)).state).toBe('running')
  await take(assignment)
  while (await registry.app.runNextJob());
  const after = await json(owner.ask('GET', `/admin/v1/removal-plans/${plan.id}`))
  expect(after.state).toBe('cancelled')
  expect(after.devices.map(({ state }: Json) => state)).toEqual(['skipped', 'skipped'])
  expect(await left()).toBe(2)
})

test('what was offered to another tenant is not given when its offerer lost the right to', async () => {
  const { client, assignment } = await program()
  const offer = { deviceIds: devices.slice(0, 1) }
  const { code } = await json(client.ask('POST', '/admin/v1/transfers', offer))
  const second = { deviceIds: devices.slice(1) }
  const stands = await json(client.ask('POST', '/admin/v1/transfers', second))
  const receiver = await registry.newTenant()
  const accept = (body: object) => receiver.ask('POST', '/admin/v1/transfers/accept', body)
  expect((await accept({ code: stands.code })).status).toBe(200)
  await take(assignment)
  const refused = await accept({ code })
  expect(refused.status).toBe(409)
  expect(await refused.text()).toContain('may not do so any more')
  expect(await left()).toBe(1)
  expect((await json(receiver.ask('GET', identities))).value).toHaveLength(1)
})
