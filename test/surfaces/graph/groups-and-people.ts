/** What online scripts touch beside registration: sync, the organization, its people, its groups and their members. */
import { expect, test } from 'vitest'
import { type Json, json } from '../../support/registry.ts'
import { devices, pass, registry, tenant } from './neighbours-stage.ts'
import { answer, beta, encoded, v1 } from './registered.ts'

test('a sync runs, then holds further ones off for ten minutes and says for how long', async () => {
  const settings = `${beta}/windowsAutopilotSettings`
  const read = async () => (await json(tenant.ask('GET', settings))) as Json
  expect(await read()).toMatchObject({
    syncStatus: 'unknown',
    lastSyncDateTime: '0001-01-01T00:00:00Z',
  })
  await registry.store.pool.query('update tenant set import_seconds = 60 where tenant_id = $1', [
    tenant.tenantId,
  ])
  expect((await tenant.ask('POST', `${settings}/sync`, {})).status).toBe(204)
  expect((await read()).syncStatus).toBe('inProgress')
  expect((await tenant.ask('POST', `${settings}/sync`)).status).toBe(409)
  pass(61)
  expect((await read()).syncStatus).toBe('completed')
  const refused = await tenant.ask('POST', `${settings}/sync`)
  expect(refused.status).toBe(429)
  pass(Number(refused.headers.get('retry-after')) - 2)
  expect((await tenant.ask('POST', `${settings}/sync`)).status).toBe(429)
  pass(2)
  expect((await tenant.ask('POST', `${settings}/sync`)).status).toBe(204)
  expect((await tenant.ask('PATCH', settings, { syncStatus: 'failed' })).status).toBe(200)
  expect((await tenant.ask('GET', `${v1}/windowsAutopilotSettings`)).status).toBe(400)
  await registry.store.pool.query('update tenant set import_seconds = 0 where tenant_id = $1', [
    tenant.tenantId,
  ])
})

test('the organization, its domains and its people are there', async () => {
  const { value } = await json(tenant.ask('GET', '/v1.0/organization'))
  expect(value[0]).toMatchObject({
    id: tenant.tenantId,
    verifiedDomains: expect.arrayContaining([
      expect.objectContaining({ name: `${tenant.tenantId}.test`, isDefault: true }),
    ]),
  })
  const domains = (await json(tenant.ask('GET', '/v1.0/domains'))).value
  expect(domains).toHaveLength(value[0].verifiedDomains.length)
  expect((await json(tenant.ask('GET', '/v1.0/users'))).value).toEqual([])
  expect((await json(tenant.ask('GET', `${v1}/managedDevices`))).value).toEqual([])
  expect((await tenant.ask('GET', '/v1.0/users/nobody@test')).status).toBe(404)
})

test('a script finds group and device, adds one to the other once, and lists it', async () => {
  const made = await json(
    tenant.ask('POST', '/v1.0/groups', {
      displayName: "Ann's",
      mailNickname: 'anns',
      securityEnabled: true,
    }),
  )
  const { value: groups } = await json(
    tenant.ask('GET', `/v1.0/groups?$filter=${encoded("displayName eq 'Ann''s'")}`),
  )
  expect(groups.map((each: Json) => each.id)).toEqual([made.id])
  const search = `$search=${encoded(`"deviceId:${devices[0]?.azureAdDeviceId}"`)}`
  const { value: found } = await json(tenant.ask('GET', `/v1.0/devices?${search}`))
  expect(found).toHaveLength(1)
  const reference = {
    '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${found[0].id}`,
  }
  const add = () => tenant.ask('POST', `/v1.0/groups/${made.id}/members/$ref`, reference)
  expect((await add()).status).toBe(204)
  expect((await add()).status).toBe(400)
  const { value: members } = await json(tenant.ask('GET', `/v1.0/groups/${made.id}/members`))
  expect(members).toMatchObject([{ '@odata.type': '#microsoft.graph.device', id: found[0].id }])
  const one = `/v1.0/groups/${made.id}/members/${found[0].id}/$ref`
  expect((await tenant.ask('DELETE', one)).status).toBe(204)
  expect((await tenant.ask('DELETE', one)).status).toBe(404)
  expect((await tenant.ask('DELETE', `/v1.0/groups/${made.id}`)).status).toBe(204)
})

test('members are counted and selected, by name, by rule and through other groups', async () => {
  const made = async (more: object) =>
    (
      await json(
        tenant.ask('POST', '/v1.0/groups', { displayName: 'M', mailNickname: 'm', ...more }),
      )
    ).id as string
  const inner = await made({})
  const outer = await made({})
  const rule = '(device.devicePhysicalIds -any (_ -eq "[OrderID]:Kiosk"))'
  const ruled = await made({ groupTypes: ['DynamicMembership'], membershipRule: rule })
  const { value: found } = await json(tenant.ask('GET', '/v1.0/devices?$top=2'))
  const add = (to: string, id: string) =>
    tenant.ask('POST', `/v1.0/groups/${to}/members/$ref`, { '@odata.id': id })
  for (const { id } of found) await add(inner, id)
  await add(outer, inner)
  const get = async (path: string) => {
    const answer = await tenant.ask('GET', `/v1.0/groups/${path}`)
    const text = await answer.text()
    return answer.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text
  }
  expect(await get(`${inner}/members/$count`)).toBe('2')
  expect((await get(`${inner}/members?$count=true&$top=1`))['@odata.count']).toBe(2)
  expect((await get(`${outer}/transitiveMembers?$count=true`))['@odata.count']).toBe(3)
  expect((await get(`${inner}/memberOf?$count=true&$select=id`)).value).toEqual([
    { '@odata.type': '#microsoft.graph.group', id: outer },
  ])
  const { value: byRule } = await get(`${ruled}/members`)
  expect(await get(`${ruled}/members/$count`)).toBe(String(byRule.length))
  const { value: selected } = await get(`${inner}/members?$select=id,displayName`)
  expect(Object.keys(selected[0]).toSorted()).toEqual(['@odata.type', 'displayName', 'id'])
  for (const option of ['$expand=owners', '$filter=id eq 1', '$search="x"', '$select=colour'])
    expect((await get(`${inner}/members?${option.replaceAll(' ', '%20')}`)).error?.message).toMatch(
      /not supported here|named 'colour'/,
    )
  for (const id of [ruled, outer, inner]) await tenant.ask('DELETE', `/v1.0/groups/${id}`)
})

test('a group with a rule has the devices of the rule, and nobody is added by hand', async () => {
  const rule =
    '(device.devicePhysicalIds -any (_ -eq "[OrderID]:Kiosk")) and (device.deviceModel -ne "X")'.replace(
      ' and ',
      ' -and ',
    )
  const dynamic = {
    displayName: 'Kiosks',
    mailNickname: 'k',
    groupTypes: ['DynamicMembership'],
    membershipRule: rule,
  }
  const group = await json(tenant.ask('POST', '/v1.0/groups', dynamic))
  expect(group).toMatchObject({ membershipRule: rule, groupTypes: ['DynamicMembership'] })
  const path = `/v1.0/groups/${group.id}/members`
  const { value, ...more } = await json(tenant.ask('GET', `${path}?$top=4`))
  expect([value.length, more['@odata.nextLink'] !== undefined]).toEqual([4, true])
  const reference = { '@odata.id': `https://graph.microsoft.com/v1.0/devices/${value[0].id}` }
  expect((await tenant.ask('POST', `${path}/$ref`, reference)).status).toBe(400)
  const bad = { ...dynamic, membershipRule: '(device.colour -eq "red")' }
  const [status, { error }] = await answer(tenant.ask('POST', '/v1.0/groups', bad))
  expect([status, error.message]).toEqual([400, expect.stringContaining("'device.colour'")])
  const { value: byType } = await json(
    tenant.ask(
      'GET',
      `/v1.0/groups?$filter=${encoded("groupTypes/any(c:c eq 'DynamicMembership')")}`,
    ),
  )
  expect(byType).toHaveLength(1)
})
