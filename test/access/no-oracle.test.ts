/** One tenant's rules hold within it: nobody learns by a refusal what others have, and nobody keeps it from them. */

import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, json, openRegistry } from '../support/registry.ts'
import { roleNamed } from '../support/roles.ts'
import type { Registry } from './route-requests.ts'

let registry: Registry
let owner: Client
let other: Client

beforeAll(async () => {
  registry = await openRegistry()
  owner = await registry.newTenant()
  other = await registry.newTenant()
})
afterAll(() => registry.close())

test('the serial number of a hardware token is a tenant’s, whatever others have imported', async () => {
  const row =
    'upn,serial number,secret key,time interval,manufacturer,model\n,T-1,GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ,30,Contoso,Key'
  const imported = async (client: Client) =>
    (await json(client.ask('POST', '/admin/v1/hardware-tokens/import', { file: row }))).value[0]
  expect(await imported(other)).toMatchObject({ serialNumber: 'T-1' })
  expect(await imported(owner)).toMatchObject({ serialNumber: 'T-1' })
  expect(await imported(owner)).toMatchObject({ error: { column: 'serial number' } })
})

const links = '/beta/deviceManagement/tenantAssociatedDevices'
const associate = (client: Client, deviceLink: string) =>
  client.ask('POST', `${links}/importTenantAssociatedDevice`, { deviceLink })
const linkOf = (said: object, space?: number) =>
  Buffer.from(JSON.stringify(said, null, space)).toString('base64')

test('a device is associated in one tenant, however its link is written', async () => {
  const said = {
    deviceSerialNumber: `L-${randomUUID()}`,
    deviceManufacturer: 'Contoso',
    deviceModel: 'One',
    nonce: 1,
  }
  const made = await json(associate(owner, linkOf(said)))
  const spellings = [
    linkOf(said),
    linkOf(said, 2),
    `${linkOf(said)}\n`,
    linkOf(Object.fromEntries(Object.entries(said).toReversed())),
  ]
  // News of the device, which only its owner may bring.
  const news = [
    linkOf({ ...said, nonce: 2 }),
    linkOf({ ...said, deviceManufacturer: ' contoso', nonce: 3 }),
  ]
  const refused: [Client, string][] = [
    ...[...spellings, ...news].map((link): [Client, string] => [other, link]),
    ...spellings.map((link): [Client, string] => [owner, link]),
  ]
  for (const [client, link] of refused) {
    const answer = await associate(client, link)
    expect([answer.status, await answer.text()]).toEqual([
      409,
      expect.not.stringContaining('tenant'),
    ])
  }
  for (const link of news) expect(await json(associate(owner, link))).toMatchObject({ id: made.id })
  expect((await json(other.ask('GET', links))).value).toEqual([])
  expect((await owner.ask('DELETE', `${links}/${made.id}`)).status).toBe(204)
  expect((await associate(other, linkOf(said))).status).toBe(200)
})

test('a deeply nested link is bad input', async () => {
  const link = Buffer.from('['.repeat(80_000) + ']'.repeat(80_000)).toString('base64')
  expect((await associate(owner, link)).status).toBe(400)
})

const assign = async (principalKind: string, principalId: string) =>
  owner.ask('POST', '/admin/v1/role-assignments', {
    roleId: await roleNamed(owner, 'Directory Readers'),
    principalKind,
    principalId,
  })
const newGroup = async (membershipRule?: string): Promise<string> =>
  (await json(owner.ask('POST', '/v1.0/groups', { displayName: 'Some', membershipRule }))).id
const rule = '(device.devicePhysicalIds -any (_ -eq "[OrderID]:Kiosk"))'

test('nobody who does not exist has a role', async () => {
  const foreign = (await json(other.ask('POST', '/v1.0/groups', { displayName: 'Theirs' }))).id
  for (const [kind, id] of [
    ['user', randomUUID()],
    ['group', randomUUID()],
    ['application', randomUUID()],
    ['group', foreign],
    ['user', owner.applicationId],
  ] as const) {
    const answer = await assign(kind, id)
    expect([kind, answer.status, await answer.text()]).toEqual([
      kind,
      400,
      expect.stringContaining('principalId'),
    ])
  }
  expect((await assign('application', owner.applicationId)).status).toBe(201)
})

test('a group has a role or a rule, never both', async () => {
  const [byRule, byName] = [await newGroup(rule), await newGroup()]
  expect((await assign('group', byRule)).status).toBe(409)
  expect((await assign('group', byName)).status).toBe(201)
  for (const version of ['/v1.0', '/beta'])
    for (const membershipRule of [rule, 'device.x -eq "1" or device.y -eq "2"'])
      expect(
        (await owner.ask('PATCH', `${version}/groups/${byName}`, { membershipRule })).status,
      ).toBeGreaterThanOrEqual(400)
  expect((await json(owner.ask('GET', `/v1.0/groups/${byName}`))).membershipRule).toBeNull()

  // Both at the same moment: one of them is refused.
  const racing = await newGroup()
  const answers = await Promise.all([
    assign('group', racing),
    owner.ask('PATCH', `/v1.0/groups/${racing}`, { membershipRule: rule }),
  ])
  expect(answers.map(({ status }) => status).filter((status) => status === 409)).toHaveLength(1)
})

test('the role of a group that is deleted is nobody’s', async () => {
  const id = await newGroup()
  expect((await assign('group', id)).status).toBe(201)
  expect((await owner.ask('DELETE', `/v1.0/groups/${id}`)).status).toBe(204)
  const list = await (await owner.ask('GET', '/admin/v1/role-assignments')).text()
  expect(list).not.toContain(id)
})
