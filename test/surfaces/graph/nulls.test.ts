/** Null in a change is not answered with success and forgotten: it takes away what may be missing, and is refused elsewhere. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, type Json, json, openRegistry } from '../../support/registry.ts'
import { answer, beta, profileSet } from './registered.ts'

let registry: Awaited<ReturnType<typeof openRegistry>>
let tenant: Client
beforeAll(async () => {
  registry = await openRegistry()
  tenant = await registry.newTenant()
})
afterAll(() => registry.close())

const made = async (path: string, body: object): Promise<Json> => {
  const [status, thing] = await answer(tenant.ask('POST', path, body))
  expect(status).toBe(201)
  return thing
}

test('of a profile', async () => {
  const asked = {
    displayName: 'P',
    description: 'D',
    locale: 'de-DE',
    deviceNameTemplate: 'PC-%SERIAL%',
    preprovisioningAllowed: true,
    outOfBoxExperienceSetting: { deviceUsageType: 'shared', escapeLinkHidden: false },
  }
  const profile = await made(`${beta}/${profileSet}`, asked)
  const path = `${beta}/${profileSet}/${profile.id}`
  for (const body of [
    { displayName: null },
    { deviceType: null },
    { roleScopeTagIds: null },
    { preprovisioningAllowed: null },
    { enableWhiteGlove: null },
    { extractHardwareHash: null },
    { hybridAzureADJoinSkipConnectivityCheck: null },
    { outOfBoxExperienceSetting: { deviceUsageType: null } },
    { outOfBoxExperienceSettings: { hideEULA: null } },
  ]) {
    const [status, { error }] = await answer(
      tenant.ask('PATCH', path, { ...body, description: 'lost' }),
    )
    expect([body, status, error.message]).toEqual([body, 400, expect.stringContaining('null')])
  }
  expect(await json(tenant.ask('GET', path))).toMatchObject(asked)
  // A client that sends both names may leave one of them empty.
  const [status, both] = await answer(
    tenant.ask('PATCH', path, { enableWhiteGlove: null, preprovisioningAllowed: false }),
  )
  expect([status, both.preprovisioningAllowed]).toEqual([200, false])
  const taken = {
    description: null,
    deviceNameTemplate: null,
    locale: null,
    outOfBoxExperienceSetting: null,
  }
  expect((await answer(tenant.ask('PATCH', path, taken)))[1]).toMatchObject({
    description: '',
    deviceNameTemplate: '',
    locale: 'os-default',
    outOfBoxExperienceSetting: { deviceUsageType: 'singleUser', escapeLinkHidden: true },
  })
})

test('of a group and of a service principal', async () => {
  const group = await made('/v1.0/groups', {
    displayName: 'G',
    mailNickname: 'g',
    mailEnabled: false,
    securityEnabled: true,
  })
  const { appId } = await made('/v1.0/applications', { displayName: 'A' })
  const principal = await made('/v1.0/servicePrincipals', { appId })
  for (const [path, body] of [
    [`groups/${group.id}`, { mailNickname: null }],
    [`groups/${group.id}`, { displayName: null }],
    [`servicePrincipals/${principal.id}`, { accountEnabled: null }],
  ] as const)
    expect([body, (await tenant.ask('PATCH', `/v1.0/${path}`, body)).status]).toEqual([body, 400])
})

test('of a group’s types: without the dynamic one it is an assigned group, and with it it needs a rule', async () => {
  const { id } = await made('/v1.0/groups', {
    displayName: 'Dynamic',
    mailNickname: 'dynamic',
    mailEnabled: false,
    securityEnabled: true,
    groupTypes: ['DynamicMembership'],
    membershipRule: '(device.displayName -startsWith "PC")',
  })
  const change = async (body: object) =>
    (await tenant.ask('PATCH', `/v1.0/groups/${id}`, body)).status
  const group = () => json(tenant.ask('GET', `/v1.0/groups/${id}`))
  expect(await change({ groupTypes: ['DynamicMembership'], displayName: 'Still' })).toBe(204)
  expect(await group()).toMatchObject({ groupTypes: ['DynamicMembership'], displayName: 'Still' })
  expect(await change({ groupTypes: [] })).toBe(204)
  expect(await group()).toMatchObject({ groupTypes: [], membershipRule: null })
  expect(await change({ groupTypes: ['DynamicMembership'] })).toBe(400)
})

test('of an application’s redirect URIs: gone with null, kept by a change of something else in their object', async () => {
  const redirectUris = ['https://robot.example/']
  const { id } = await made('/v1.0/applications', { displayName: 'A', web: { redirectUris } })
  const after = async (web: object | null) => {
    const changed = await tenant.ask('PATCH', `/v1.0/applications/${id}`, { web })
    expect(changed.status).toBe(204)
    return (await json(tenant.ask('GET', `/v1.0/applications/${id}`))).web.redirectUris
  }
  expect(await after({ homePageUrl: 'https://robot.example/home' })).toEqual(redirectUris)
  expect(await after(null)).toEqual([])
})
