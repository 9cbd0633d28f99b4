/** Groups that carry roles: nobody gives a role by a membership who could not give it otherwise. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { peopleOf } from '../factors/registry-people.ts'
import { type Client, json, openRegistry } from '../support/registry.ts'
import { giveRole } from '../support/roles.ts'
import type { Registry } from './route-requests.ts'

let registry: Registry
let owner: Client
/** A program that may change groups and nothing else. */
let sorter: Client
let person: string
let helpers: string

beforeAll(async () => {
  registry = await openRegistry()
  owner = await registry.newTenant()
  sorter = await registry.newClient(owner.tenantId, ['Group.ReadWrite.All'])
  person = (await (await peopleOf(registry, owner)).add('ben', [])).id
  const role = { displayName: 'Helpers', description: '', permissions: ['factors.write'] }
  const { id: roleId } = await json(owner.ask('POST', '/admin/v1/roles', role))
  helpers = await group()
  await giveRole(owner, roleId, { principalKind: 'group', principalId: helpers })
})
afterAll(() => registry.close())

const group = async (): Promise<string> =>
  (await json(sorter.ask('POST', '/v1.0/groups', { displayName: 'Some' }))).id
const join = (client: Client, id: string) =>
  client.ask('POST', `/v1.0/groups/${id}/members/$ref`, {
    '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${person}`,
  })
const leave = (client: Client, id: string) =>
  client.ask('DELETE', `/v1.0/groups/${id}/members/${person}/$ref`)
const bind = (client: Client, id: string) =>
  client.ask('PATCH', `/v1.0/groups/${id}`, {
    'members@odata.bind': [`https://graph.microsoft.com/v1.0/directoryObjects/${person}`],
  })
const remove = (client: Client, id: string) => client.ask('DELETE', `/v1.0/groups/${id}`)

test('someone who may only change groups can change those without a role', async () => {
  const plain = await group()
  const acts = [join, leave, bind, remove]
  for (const act of acts)
    expect([act.name, (await act(sorter, plain)).status]).toEqual([act.name, 204])
})

test('a group that carries a role is joined, left and removed by those who could give the role', async () => {
  for (const id of [helpers, helpers.toUpperCase()])
    for (const act of [join, bind, remove]) {
      const answer = await act(sorter, id)
      expect([act.name, answer.status, await answer.text()]).toEqual([
        act.name,
        403,
        expect.stringContaining('cannot give'),
      ])
    }
  expect((await join(owner, helpers)).status).toBe(204)
  expect((await leave(sorter, helpers)).status).toBe(403)
  expect((await leave(owner, helpers)).status).toBe(204)
  // Its name is nobody's power.
  const name = { displayName: 'Helpers' }
  expect((await sorter.ask('PATCH', `/v1.0/groups/${helpers}`, name)).status).toBe(204)
  expect((await remove(owner, helpers)).status).toBe(204)
})
