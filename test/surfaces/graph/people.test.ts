/** People made and changed: by Graph, and listed with their roles and factors by `/admin/v1/people`. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allRoles } from '../../../src/core/access/permissions.ts'
import { ensureUser } from '../../../src/core/directory/user.ts'
import { hashPassword } from '../../../src/identity-provider/passwords/argon2.ts'
import { usersIn } from '../../../src/storage/directory/users.ts'
import { type Client, type Json, json, openRegistry } from '../../support/registry.ts'

let registry: Awaited<ReturnType<typeof openRegistry>>
let client: Client
beforeAll(async () => {
  registry = await openRegistry()
  client = await registry.newTenant()
  const users = usersIn(registry.store)
  const ada = {
    tenantId: client.tenantId,
    userPrincipalName: 'ada@contoso.test',
    displayName: 'Ada Adams',
    roles: ['Global Administrator'],
    licensed: true,
  }
  await ensureUser(users, hashPassword, ada)
})
afterAll(() => registry.close())

const mei = {
  accountEnabled: true,
  displayName: 'Mei Tanaka',
  mailNickname: 'mei',
  userPrincipalName: 'Mei@contoso.test',
  passwordProfile: { password: 'six-purple-otters', forceChangePasswordNextSignIn: true },
}

const people = async (query = ''): Promise<Json[]> =>
  (await json(client.ask('GET', `/admin/v1/people${query}`))).value

test('a person is made, listed, renamed, disabled and enabled again', async () => {
  const made = await client.ask('POST', '/v1.0/users', mei)
  expect(made.status, await made.clone().text()).toBe(201)
  const { id, ...person } = (await made.json()) as Json
  expect(person).toMatchObject({ displayName: 'Mei Tanaka', accountEnabled: true })
  expect(JSON.stringify(person)).not.toContain('otters')
  // [observed: microsoft-graph-docs#1508]
  const taken = await client.ask('POST', '/v1.0/users', mei)
  expect([taken.status, (await json(taken)).error]).toEqual([
    400,
    expect.objectContaining({
      code: 'Request_BadRequest',
      message: 'Another object with the same value for property userPrincipalName already exists.',
    }),
  ])
  const change = { displayName: 'Mei T.', accountEnabled: false }
  expect((await client.ask('PATCH', `/v1.0/users/${id}`, change)).status).toBe(204)
  expect(await json(client.ask('GET', '/v1.0/users/mei@contoso.test'))).toMatchObject(change)
  expect(await people('?q=mei')).toMatchObject([
    { id, enabled: false, roles: [], factors: { passkeys: 0, codes: 0 }, lastSignInDateTime: null },
  ])
  await client.ask('PATCH', '/v1.0/users/mei@contoso.test', { accountEnabled: true })
  expect(await people('?q=mei')).toMatchObject([{ enabled: true }])
  const trail = await json(client.ask('GET', `/admin/v1/audit?resource=${id.toUpperCase()}`))
  expect(trail.value.map(({ activity }: Json) => activity)).toEqual([
    'Patch User',
    'Patch User',
    'Create User',
  ])
})

test('what is wrong with a new person is named', async () => {
  const wrong: [object, RegExp][] = [
    [{ userPrincipalName: 'mei@fabrikam.test' }, /contoso\.test/],
    [{ userPrincipalName: 'mei' }, /userPrincipalName/],
    [{ displayName: ' ' }, /displayName is empty/],
    [{ displayName: 'a\u0007b' }, /control character/],
    [{ passwordProfile: { password: 'short' } }, /at least 8/],
    [{ passwordProfile: { password: 'password1' } }, /tried first|mostly/],
  ]
  for (const [part, words] of wrong) {
    const body = { ...mei, userPrincipalName: 'new@contoso.test', ...part }
    const answer = await client.ask('POST', '/v1.0/users', body)
    expect(answer.status).toBe(400)
    expect(await answer.text()).toMatch(words)
  }
  expect(await people('?q=new')).toEqual([])
})

test('a caller with fewer permissions than a person changes nothing of them', async () => {
  const [ada] = await people('?role=Global%20Administrator')
  const some = await registry.newClient(client.tenantId, ['User.ReadWrite.All'])
  const refused = await some.ask('PATCH', `/v1.0/users/${ada.id}`, { accountEnabled: false })
  expect(refused.status).toBe(403)
  expect(await people('?q=ada')).toMatchObject([{ enabled: true, factors: { codes: 0 } }])
  const reader = await registry.newClient(client.tenantId, ['User.Read.All'])
  expect((await reader.ask('POST', '/v1.0/users', mei)).status).toBe(403)
  const { value } = await json(reader.ask('GET', '/admin/v1/people?factor=passkey'))
  expect(value).toMatchObject([{ factors: null }, { factors: null }])
  expect(await people('?factor=passkey')).toEqual([])
  expect(await people('?factor=none')).toHaveLength(2)
})

test('the list has pages in the order of the addresses, and belongs to the tenant', async () => {
  const first = await json(client.ask('GET', '/admin/v1/people?limit=1'))
  expect(first).toMatchObject({
    value: [{ userPrincipalName: 'ada@contoso.test', roles: ['Global Administrator'] }],
    next: 'ada@contoso.test',
  })
  const rest = await json(client.ask('GET', `/admin/v1/people?limit=1&after=${first.next}`))
  expect(rest).toMatchObject({ value: [{ userPrincipalName: 'Mei@contoso.test' }], next: null })
  const stranger = await registry.newTenant(allRoles)
  expect((await json(stranger.ask('GET', '/admin/v1/people'))).value).toEqual([])
  const path = `/v1.0/users/${rest.value[0].id}`
  expect((await stranger.ask('PATCH', path, { displayName: 'x' })).status).toBe(404)
})
