/** Kinds of groups, pages of memberships, and the codes of the directory; a part of neighbours.test.ts. */
import { expect, test } from 'vitest'
import { json } from '../../support/registry.ts'
import { tenant } from './neighbours-stage.ts'

test('microsoft-graph-docs#372: a group of another kind is refused and not made into one for security', async () => {
  const named = { displayName: 'Kind', mailNickname: 'kind' }
  const others = [
    { mailEnabled: true, securityEnabled: false },
    { mailEnabled: true, securityEnabled: true },
    { mailEnabled: false, securityEnabled: false },
    { visibility: 'Public' },
    { visibility: 'HiddenMembership' },
  ]
  const own = { mailEnabled: false, securityEnabled: true, visibility: 'Private' }
  const made = await tenant.ask('POST', '/v1.0/groups', { ...named, ...own })
  expect(made.status).toBe(201)
  const path = `/v1.0/groups/${(await json(made)).id}`
  for (const other of others) {
    for (const [method, at, body] of [
      ['POST', '/v1.0/groups', { ...named, ...other }],
      ['PATCH', path, other],
    ] as const) {
      const refused = await tenant.ask(method, at, body)
      expect([method, other, refused.status]).toEqual([method, other, 400])
      const { error } = await json(refused)
      expect(error.code).toBe('Request_BadRequest')
      expect(error.message).toMatch(/mail-enabled groups|visibility/)
    }
  }
  // A client that sends back what it read changes nothing.
  const { id: _, ...read } = await json(tenant.ask('GET', path))
  expect((await tenant.ask('PATCH', path, read)).status).toBe(204)
})

test('memberOf and transitiveMembers come in pages, and a token of another list is refused', async () => {
  const made = async (displayName: string): Promise<string> =>
    (await json(tenant.ask('POST', '/v1.0/groups', { displayName, mailNickname: 'p' }))).id
  const member = await made('Member')
  for (const displayName of ['One', 'Two', 'Three'])
    await tenant.ask('POST', `/v1.0/groups/${await made(displayName)}/members/$ref`, {
      '@odata.id': `https://graph.microsoft.com/v1.0/groups/${member}`,
    })
  const path = `/v1.0/groups/${member}/memberOf`
  const first = await json(tenant.ask('GET', `${path}?$top=2&$count=true`))
  expect([first.value.length, first['@odata.count']]).toEqual([2, 3])
  const { pathname, search } = new URL(first['@odata.nextLink'])
  const second = await json(tenant.ask('GET', `${pathname}${search}`))
  expect([second.value.length, '@odata.nextLink' in second]).toEqual([1, false])
  expect((await json(tenant.ask('GET', `${path}?$top=999`))).value).toHaveLength(3)
  for (const list of ['memberOf', 'transitiveMemberOf', 'members', 'transitiveMembers']) {
    const at = `/v1.0/groups/${member}/${list}`
    for (const option of ['$skiptoken=broken', '$skiptoken=LTE', '$count=maybe', '$top=0']) {
      const { status } = await tenant.ask('GET', `${at}?${option}`)
      expect([list, option, status]).toEqual([list, option, 400])
    }
  }
})

test('group-list-members: members of a kind are listed and counted, also through other groups', async () => {
  const made = async (displayName: string): Promise<string> =>
    (await json(tenant.ask('POST', '/v1.0/groups', { displayName, mailNickname: 'k' }))).id
  const [inner, outer] = [await made('Inner'), await made('Outer')]
  const [{ id }] = (await json(tenant.ask('GET', '/v1.0/devices?$top=1'))).value
  const add = async (to: string, what: string) =>
    await tenant.ask('POST', `/v1.0/groups/${to}/members/$ref`, {
      '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${what}`,
    })
  await add(inner, id)
  await add(outer, inner)
  const wanted = {
    members: { device: 0, user: 0, group: 1 },
    transitiveMembers: { device: 1, user: 0, group: 1 },
  }
  for (const [list, counts] of Object.entries(wanted)) {
    for (const [kind, number] of Object.entries(counts)) {
      const path = `/v1.0/groups/${outer}/${list}/microsoft.graph.${kind}`
      const { value, '@odata.count': count } = await json(tenant.ask('GET', `${path}?$count=true`))
      const alone = await (await tenant.ask('GET', `${path}/$count`)).text()
      expect([path, value.length, count, alone]).toEqual([path, number, number, String(number)])
    }
  }
  const all = await tenant.ask('GET', `/v1.0/groups/${outer}/transitiveMembers/$count`)
  expect(await all.text()).toBe('2')
})

test('msgraph-sdk-dotnet#1793: the directory has codes of its own', async () => {
  const code = async (method: string, path: string, body?: object) =>
    (await json(tenant.ask(method, `/v1.0/${path}`, body))).error.code
  const nobody = '00000000-0000-4000-8000-000000000000'
  for (const set of ['groups', 'users', 'devices', 'applications', 'servicePrincipals'])
    expect(await code('GET', `${set}/${nobody}`)).toBe('Request_ResourceNotFound')
  expect(await code('POST', 'groups', { displayName: ' ' })).toBe('Request_BadRequest')
  expect(await code('GET', 'groups?$select=colour')).toBe('BadRequest')
  expect(await code('GET', `deviceManagement/managedDevices/${nobody}`)).toBe('ResourceNotFound')
})
