/** Objects of the directory by id, the groups that they are in, and the owners of a group. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { peopleOf } from '../../factors/registry-people.ts'
import { type Client, type Json, openRegistry } from '../../support/registry.ts'
import { answer, register } from './registered.ts'

let registry: Awaited<ReturnType<typeof openRegistry>>
let tenant: Client
let other: Client
let device: Json
const ids = { ada: '', ben: '', inner: '', outer: '', kiosks: '', program: '' }

const askAs = (client: Client) => (method: string, path: string, body?: object) =>
  answer(client.ask(method, `/v1.0${path}`, body))
const ask = (method: string, path: string, body?: object) => askAs(tenant)(method, path, body)
const made = async (path: string, body: object): Promise<string> => {
  const [status, { id }] = await ask('POST', path, body)
  expect(status).toBe(201)
  return id
}
const bound = (...objects: string[]) =>
  objects.map((id) => `https://graph.microsoft.com/v1.0/directoryObjects/${id}`)
const person = (name: string) => ({
  displayName: name,
  userPrincipalName: `${name.toLowerCase()}@${tenant.tenantId}.test`,
})

beforeAll(async () => {
  registry = await openRegistry()
  tenant = await registry.newTenant()
  other = await registry.newTenant()
  await register(registry, tenant, { to: 1, groupTag: 'Kiosk' })
  device = (await ask('GET', '/devices'))[1].value[0]
  ids.ada = await made('/users', person('Ada'))
  ids.ben = await made('/users', person('Ben'))
  ids.inner = await made('/groups', {
    displayName: 'Inner',
    mailNickname: 'inner',
    'members@odata.bind': bound(ids.ada, device['id']),
  })
  ids.outer = await made('/groups', {
    displayName: 'Outer',
    mailNickname: 'outer',
    'members@odata.bind': bound(ids.inner),
  })
  ids.kiosks = await made('/groups', {
    displayName: 'Kiosks',
    mailNickname: 'kiosks',
    groupTypes: ['DynamicMembership'],
    membershipRule: '(device.devicePhysicalIds -any (_ -eq "[OrderID]:Kiosk"))',
  })
  ids.program = (await ask('GET', '/servicePrincipals'))[1].value.find(
    (each: Json) => each['displayName'] !== 'Microsoft Graph',
  ).id
})
afterAll(() => registry.close())

test('an object is found by its id alone, and none of another tenant is', async () => {
  for (const [id, type] of [
    [ids.ada, 'user'],
    [ids.inner, 'group'],
    [device['id'], 'device'],
    [ids.program, 'servicePrincipal'],
  ]) {
    for (const spelled of [id, id.toUpperCase()]) {
      const [status, found] = await ask('GET', `/directoryObjects/${spelled}`)
      expect([status, found['@odata.type'], found.id]).toEqual([
        200,
        `#microsoft.graph.${type}`,
        id,
      ])
    }
    expect((await ask('GET', `/directoryObjects/${id}?$select=id`))[1]).toMatchObject({ id })
    expect((await askAs(other)('GET', `/directoryObjects/${id}`))[0]).toBe(404)
  }
})

test('many are looked up at once, of all kinds or of some; 1,000 at most', async () => {
  const wanted = [ids.outer, device['id'], ids.ada, crypto.randomUUID(), ids.ada]
  const [, all] = await ask('POST', '/directoryObjects/getByIds', { ids: wanted })
  expect(all.value.map((each: Json) => each['id'])).toEqual([ids.outer, device['id'], ids.ada])
  const some = { ids: wanted, types: ['Device', 'microsoft.graph.user'] }
  const [, those] = await ask('POST', '/directoryObjects/getByIds', some)
  expect(those.value.map((each: Json) => each['id'])).toEqual([device['id'], ids.ada])
  expect((await askAs(other)('POST', '/directoryObjects/getByIds', some))[1].value).toEqual([])
  const many = (length: number) => ({ ids: Array.from({ length }, () => crypto.randomUUID()) })
  expect((await ask('POST', '/directoryObjects/getByIds', many(1_000)))[0]).toBe(200)
  for (const [body, words] of [
    [many(1_001), '1,000'],
    [{ ids: ['x'] }, "'x'"],
    [{ ids: wanted, types: ['users'] }, "'users'"],
  ] as const) {
    const [status, { error }] = await ask('POST', '/directoryObjects/getByIds', body)
    expect([status, error.message]).toEqual([400, expect.stringContaining(words)])
  }
})

test('of kinds that a program may not read, type and id are shown', async () => {
  const sorter = await registry.newClient(tenant.tenantId, ['Group.ReadWrite.All'])
  const [, limited] = await askAs(sorter)('GET', `/directoryObjects/${ids.ada}`)
  expect(limited).toEqual({
    '@odata.context': expect.any(String),
    '@odata.type': '#microsoft.graph.user',
    id: ids.ada,
  })
  for (const path of ['members', 'transitiveMembers']) {
    const [, { value }] = await askAs(sorter)('GET', `/groups/${ids.inner}/${path}`)
    expect(value).toHaveLength(2)
    for (const each of value) expect(Object.keys(each).toSorted()).toEqual(['@odata.type', 'id'])
  }
  const [, { members }] = await askAs(sorter)('GET', `/groups/${ids.inner}?$expand=members`)
  for (const each of members) expect(Object.keys(each).toSorted()).toEqual(['@odata.type', 'id'])
})

test('the groups of an object are listed and checked, through other groups and by rules', async () => {
  const asked = { groupIds: [ids.outer.toUpperCase(), ids.inner, ids.kiosks, crypto.randomUUID()] }
  for (const [base, groups] of [
    [`/users/${ids.ada}`, [ids.outer, ids.inner]],
    [`/users/${person('Ada').userPrincipalName}`, [ids.outer, ids.inner]],
    [`/directoryObjects/${ids.ada}`, [ids.outer, ids.inner]],
    [`/groups/${ids.inner}`, [ids.outer]],
    [`/devices/${device['id']}`, [ids.outer, ids.inner, ids.kiosks]],
    [`/directoryObjects/${device['id']}`, [ids.outer, ids.inner, ids.kiosks]],
    [`/users/${ids.ben}`, []],
  ] as const) {
    const value = async (name: string, body: object) =>
      (await ask('POST', `${base}/${name}`, body))[1].value.toSorted()
    expect(await value('checkMemberGroups', asked)).toEqual(groups.toSorted())
    expect(await value('checkMemberObjects', { ids: asked.groupIds })).toEqual(groups.toSorted())
    for (const name of ['getMemberGroups', 'getMemberObjects', 'microsoft.graph.getMemberGroups'])
      expect(await value(name, { securityEnabledOnly: true })).toEqual(groups.toSorted())
  }
  const many = { groupIds: Array.from({ length: 21 }, () => ids.inner) }
  expect((await ask('POST', `/users/${ids.ada}/checkMemberGroups`, many))[0]).toBe(400)
  expect((await ask('POST', `/users/${ids.ada}/checkMemberGroups`, {}))[0]).toBe(400)
  expect((await ask('POST', '/me/getMemberGroups', {}))[0]).toBe(400)
  expect((await ask('GET', '/me/memberOf'))[1].error.message).toContain('delegated')
  const foreign = `/directoryObjects/${ids.ada}/getMemberGroups`
  expect((await askAs(other)('POST', foreign, {}))[0]).toBe(404)
})

test('a person asks in which groups it is', async () => {
  const people = await peopleOf(registry, tenant, ['Group.Read.All'])
  const { id } = await people.add('cyd', ['Global Administrator'])
  const mine = await made('/groups', {
    displayName: 'Mine',
    mailNickname: 'mine',
    'members@odata.bind': bound(id),
  })
  const me = await people.signIn('cyd')
  const own = async (method: string, path: string, body?: object) =>
    (await answer(me.ask(method, `/v1.0/me/${path}`, body)))[1].value
  expect(await own('GET', 'memberOf?$select=id')).toMatchObject([{ id: mine }])
  expect(await own('POST', 'checkMemberGroups', { groupIds: [mine, ids.inner] })).toEqual([mine])
  // The program that the person uses may read groups alone.
  const [, { value }] = await answer(me.ask('GET', `/v1.0/groups/${ids.inner}/members`))
  expect(value.map((each: Json) => Object.keys(each).toSorted())).toEqual(
    Array.from({ length: 2 }, () => ['@odata.type', 'displayName', 'id']),
  )
})

test('owners are kept, listed, expanded and removed, and the last person stays', async () => {
  const id = await made('/groups', {
    displayName: 'Owned',
    mailNickname: 'owned',
    'owners@odata.bind': bound(ids.ada, ids.program),
  })
  const owners = async (path = '') =>
    (await ask('GET', `/groups/${id}/owners${path}`))[1].value.map((each: Json) => each['id'])
  expect(new Set(await owners())).toEqual(new Set([ids.ada, ids.program]))
  expect(await owners('/microsoft.graph.user')).toEqual([ids.ada])
  const add = (owner: string) =>
    ask('POST', `/groups/${id}/owners/$ref`, { '@odata.id': bound(owner)[0] })
  const remove = (owner: string) => ask('DELETE', `/groups/${id}/owners/${owner}/$ref`)
  expect((await add(ids.ada))[0]).toBe(400)
  expect((await add(ids.inner))[0]).toBe(404)
  expect((await remove(ids.ada))[0]).toBe(400)
  expect((await add(ids.ben))[0]).toBe(204)
  expect((await remove(ids.ada))[0]).toBe(204)
  expect((await remove(ids.program))[0]).toBe(204)
  expect((await remove(ids.ada))[0]).toBe(404)
  expect((await remove(ids.ben))[0]).toBe(400)
  const [, group] = await ask('GET', `/groups/${id}?$expand=owners($select=displayName)`)
  expect(group.owners).toEqual([{ '@odata.type': '#microsoft.graph.user', displayName: 'Ben' }])
  expect((await ask('DELETE', `/groups/${id}`))[0]).toBe(204)
  const { rows } = await registry.store.pool.query('select from group_owner')
  expect(rows).toEqual([])
})

test('owners of a new group are people and service principals of its tenant', async () => {
  for (const owner of [ids.inner, device['id'], crypto.randomUUID()]) {
    const body = { displayName: 'X', mailNickname: 'x', 'owners@odata.bind': bound(owner) }
    expect((await ask('POST', '/groups', body))[0]).toBe(404)
  }
  const foreign = { displayName: 'X', mailNickname: 'x', 'owners@odata.bind': bound(ids.ada) }
  expect((await askAs(other)('POST', '/groups', foreign))[0]).toBe(404)
  expect((await ask('GET', "/groups?$filter=displayName eq 'X'"))[1].value).toEqual([])
})

test('isAssignableToRole is kept from the beginning, and goes with no rule', async () => {
  const group = { displayName: 'Roles', mailNickname: 'roles', isAssignableToRole: true }
  const id = await made('/groups', group)
  const read = async (of: string) => (await ask('GET', `/groups/${of}`))[1].isAssignableToRole
  expect([await read(id), await read(ids.inner)]).toEqual([true, null])
  const change = (of: string, body: object) => ask('PATCH', `/groups/${of}`, body)
  expect((await change(id, { isAssignableToRole: true, displayName: 'R' }))[0]).toBe(204)
  expect((await change(id, { isAssignableToRole: false }))[0]).toBe(400)
  expect((await change(ids.inner, { isAssignableToRole: true }))[0]).toBe(400)
  const rule = { groupTypes: ['DynamicMembership'], membershipRule: '(device.deviceModel -eq "X")' }
  expect((await change(id, rule))[0]).toBe(400)
  expect((await ask('POST', '/groups', { ...group, ...rule }))[0]).toBe(400)
})

test('members are expanded with the group, 20 of each', async () => {
  const [, group] = await ask('GET', `/groups/${ids.inner}?$expand=members($select=id,displayName)`)
  expect(group.displayName).toBe('Inner')
  expect(new Set(group.members.map((each: Json) => each['id']))).toEqual(
    new Set([ids.ada, device['id']]),
  )
  for (const each of group.members)
    expect(Object.keys(each).toSorted()).toEqual(['@odata.type', 'displayName', 'id'])
  const [, list] = await ask('GET', '/groups?$expand=members&$select=id')
  const sizes = new Map(list.value.map((each: Json) => [each['id'], each['members'].length]))
  expect([ids.inner, ids.outer, ids.kiosks].map((id) => sizes.get(id))).toEqual([2, 1, 1])
  const crowd = await made('/groups', { displayName: 'Crowd', mailNickname: 'crowd' })
  await registry.store.pool.query(
    `insert into group_member (tenant_id, group_id, member_id)
     select $1, $2, group_id from directory_group where tenant_id = $1`,
    [tenant.tenantId, crowd],
  )
  for (let i = 0; i < 20; i++)
    await ask('PATCH', `/groups/${crowd}`, {
      'members@odata.bind': bound(
        await made('/groups', { displayName: `${i}`, mailNickname: 'n' }),
      ),
    })
  expect((await ask('GET', `/groups/${crowd}?$expand=members`))[1].members).toHaveLength(20)
})
