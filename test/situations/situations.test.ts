/** Situations out of public reports of administrators, each one example of its kind; the source stands with it. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { hashFixture } from '../support/hardware-hashes.ts'
import { type Client, type Json, json, openRegistry } from '../support/registry.ts'

const identities = 'deviceManagement/windowsAutopilotDeviceIdentities'
const receipts = 'deviceManagement/importedWindowsAutopilotDeviceIdentities'

type Answer = { readonly status: number; readonly body: Json }

type Site = {
  readonly client: Client
  readonly ids: readonly string[]
  readonly ask: (method: string, path: string, body?: object) => Promise<Answer>
}

function siteOf(fidelity: 'lenient' | 'strict') {
  let registry: Awaited<ReturnType<typeof openRegistry>>
  const site = {} as { -readonly [Name in keyof Site]: Site[Name] }
  beforeAll(async () => {
    registry = await openRegistry(undefined, { fidelity, throttling: 'off' })
    site.client = await registry.newTenant()
    site.ask = async (method, path, body) => {
      const answer = await site.client.ask(method, path, body)
      const text = await answer.text()
      return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) }
    }
  })
  beforeEach(async () => {
    await registry.freeDevices()
    const rows = [1, 2].map((number) => ({
      hardwareIdentifier: hashFixture(number).hardwareHash,
      groupTag: 'Kiosk',
    }))
    const { value } = await json(
      site.client.ask('POST', `/v1.0/${receipts}/import`, {
        importedWindowsAutopilotDeviceIdentities: rows,
      }),
    )
    await registry.decideAll()
    const states = await Promise.all(
      value.map(({ id }: Json) => json(site.client.ask('GET', `/v1.0/${receipts}/${id}`))),
    )
    site.ids = states.map(({ state }: Json) => state.deviceRegistrationId)
  })
  afterAll(() => registry.close())
  return site as Site
}

describe('lenient', () => {
  const site = siteOf('lenient')

  test('learn.microsoft.com/graph/query-parameters: on beta the $ of an option is optional', async () => {
    const [first] = (await site.ask('GET', `/v1.0/${identities}`)).body.value
    const filter = `filter=contains(serialNumber,'${first.serialNumber}')`
    const found = await site.ask('GET', `/beta/${identities}?${filter}`)
    expect(found.body.value).toHaveLength(1)
    const v1 = await site.ask('GET', `/v1.0/${identities}?${filter}`)
    expect([v1.status, v1.body.error.message]).toEqual([400, expect.stringContaining("'$filter'")])
    for (const path of [`/beta/${identities}?top=1`, `/beta/groups?top=1&select=id`])
      expect((await site.ask('GET', path)).status).toBe(200)
    for (const path of [`/beta/${identities}?fliter=x`, `/v1.0/groups?tenant=x`])
      expect((await site.ask('GET', path)).status).toBe(400)
  })

  test('msgraph-sdk-powershell#2907: members match in any case, and none is dropped silently', async () => {
    const path = `/v1.0/${identities}/${site.ids[0]}`
    expect(
      (await site.ask('POST', `${path}/UpdateDeviceProperties`, { GroupTag: 'NL' })).status,
    ).toBe(204)
    expect((await site.ask('GET', path)).body.groupTag).toBe('NL')
    for (const body of [{ groupTags: 'X' }, { userPrincipleName: 'a@b.test' }, { colour: 'red' }]) {
      const refused = await site.ask('POST', `${path}/updateDeviceProperties`, body)
      expect(refused.status).toBe(400)
      expect(refused.body.error.message).toContain(Object.keys(body)[0])
    }
    const misplaced = await site.ask('POST', `/v1.0/${receipts}`, {
      importedWindowsAutopilotDeviceIdentities: [],
    })
    expect([misplaced.status, misplaced.body.error.message]).toEqual([
      400,
      expect.stringContaining('/import'),
    ])
  })

  test('add-devices: the domain of an assigned user is checked', async () => {
    const path = `/v1.0/${identities}/${site.ids[0]}/assignUserToDevice`
    for (const userPrincipalName of ['bob', 'ghost@elsewhere.example']) {
      const refused = await site.ask('POST', path, { userPrincipalName, addressableUserName: 'X' })
      expect([refused.status, refused.body.error.message]).toEqual([
        400,
        expect.stringContaining(userPrincipalName),
      ])
    }
    const wrong = { serialNumber: 'X', assignedUserPrincipalName: 'x@elsewhere.example' }
    const { body } = await site.ask('POST', `/v1.0/${receipts}`, wrong)
    const receipt = await site.ask('GET', `/v1.0/${receipts}/${body.id}`)
    expect(receipt.body.state.deviceErrorName).toBe('AssignedUserNotInTenant')
  })

  test('CIPP#418: devices without a profile, and receipts by error, can be asked for', async () => {
    const asked = (path: string, filter: string) =>
      site.ask('GET', `${path}?$filter=${encodeURIComponent(filter)}`)
    const none = await asked(
      `/beta/${identities}`,
      "deploymentProfileAssignmentStatus eq 'notAssigned'",
    )
    expect(none.body.value).toHaveLength(2)
    const some = await asked(
      `/beta/${identities}`,
      "deploymentProfileAssignmentStatus ne 'notAssigned'",
    )
    expect(some.body.value).toHaveLength(0)
    const failed = await asked(`/v1.0/${receipts}`, 'state/deviceErrorCode eq 806')
    expect(failed.body.value).toEqual([])
    const recent = await asked(`/v1.0/${receipts}`, 'decidedDateTime ge 2020-01-01T00:00:00Z')
    expect(recent.body.value.length).toBeGreaterThan(0)
  })

  test('device-get: a device is found by its deviceId where that is named', async () => {
    const [device] = (await site.ask('GET', '/v1.0/devices')).body.value
    const found = await site.ask('GET', `/v1.0/devices(deviceId='${device.deviceId}')`)
    expect(found.body.id).toBe(device.id)
    const mistaken = await site.ask('GET', `/v1.0/devices/${device.deviceId}`)
    expect([mistaken.status, mistaken.body.error.message]).toEqual([
      404,
      expect.stringContaining(`devices(deviceId='${device.deviceId}')`),
    ])
  })

  test('IntuneDocs#1247: groups inside groups reach devices, whatever ring they form', async () => {
    const [device] = (await site.ask('GET', '/v1.0/devices')).body.value
    const make = async (displayName: string) =>
      (
        await site.ask('POST', '/v1.0/groups', {
          displayName,
          mailEnabled: false,
          mailNickname: displayName,
          securityEnabled: true,
        })
      ).body.id
    const add = (group: string, id: string) =>
      site.ask('POST', `/v1.0/groups/${group}/members/$ref`, {
        '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${id}`,
      })
    const [inner, outer] = [await make('inner'), await make('outer')]
    await add(inner, device.id)
    await add(outer, inner)
    await add(inner, outer)
    const members = (await site.ask('GET', `/v1.0/groups/${outer}/transitiveMembers`)).body.value
    expect(members.map(({ id }: Json) => id).toSorted()).toEqual([device.id, inner].toSorted())
    const holders = (await site.ask('GET', `/v1.0/devices/${device.id}/transitiveMemberOf`)).body
    expect(holders.value.map(({ id }: Json) => id).toSorted()).toEqual([inner, outer].toSorted())
    const profiles = '/beta/deviceManagement/windowsAutopilotDeploymentProfiles'
    const { body: profile } = await site.ask('POST', profiles, {
      '@odata.type': '#microsoft.graph.azureADWindowsAutopilotDeploymentProfile',
      displayName: 'Nested',
    })
    const target = { '@odata.type': '#microsoft.graph.groupAssignmentTarget', groupId: outer }
    await site.ask('POST', `${profiles}/${profile.id}/assignments`, { target })
    const reached = await site.ask('GET', `${profiles}/${profile.id}/assignedDevices`)
    expect(reached.body.value).toHaveLength(1)
  })
})

describe('strict', () => {
  const site = siteOf('strict')

  test('a body of another type than the one expected is refused, and one of a derived type is not', async () => {
    const profiles = '/beta/deviceManagement/windowsAutopilotDeploymentProfiles'
    const profile = { displayName: 'Typed', outOfBoxExperienceSetting: { escapeLinkHidden: true } }
    for (const [path, type, body] of [
      [`/v1.0/${receipts}`, 'windowsAutopilotDeviceIdentity', { serialNumber: 'X' }],
      [profiles, 'user', profile],
      ['/v1.0/groups', 'device', { displayName: 'G', mailNickname: 'g' }],
    ] as const) {
      const given = { '@odata.type': `#microsoft.graph.${type}`, ...body }
      const refused = await site.ask('POST', path, given)
      expect([path, refused.status]).toEqual([path, 400])
      expect(refused.body.error.message).toContain(`'microsoft.graph.${type}' was found`)
    }
    const derived = 'microsoft.graph.azureADWindowsAutopilotDeploymentProfile'
    const made = await site.ask('POST', profiles, { '@odata.type': derived, ...profile })
    expect(made.status).toBe(201)
  })

  test('MSEndpointMgr/Intune#26: a member that the type lacks is refused by name, plainly', async () => {
    const { status, body } = await site.ask('POST', `/beta/${receipts}`, {
      serialNumber: 'X',
      userPrincipleName: 'bob@b.test',
    })
    expect(status).toBe(400)
    expect(body.error.message).toBe(
      "The property 'userPrincipleName' does not exist on type 'microsoft.graph.importedWindowsAutopilotDeviceIdentity'. Make sure to only use property names that are defined by the type.",
    )
  })

  test.each([
    ['POST', '/beta/deviceManagement/importedDeviceIdentities', 'msgraph-sdk-powershell#1235'],
    ['POST', `/v1.0/${identities}`, 'microsoft-graph-docs#10749'],
    [
      'PATCH',
      `/beta/${identities}/01a223d1-8fcd-7000-b1be-47b700000001`,
      'graph-docs-contrib#7499',
    ],
    ['PATCH', `/v1.0/${receipts}/01a223d1-8fcd-7000-b1be-47b700000001`, 'graph-docs-contrib#4235'],
  ])('%s %s has no route (%s)', async (method, path) => {
    const { status, body } = await site.ask(method, path, { groupTag: 'x' })
    expect([status, body.error.code, body.error.message]).toEqual([
      400,
      'No method match route template',
      expect.stringContaining(`with http verb ${method}`),
    ])
  })

  test.each([
    "groupTag eq 'Kiosk'",
    "enrollmentState eq 'notContacted'",
    "serialNumber in ('A','B')",
    "contains(displayName,'testdevice')",
    "contains(serialNumber,'A-B')",
  ])('the list of identities does not take %s', async (filter) => {
    const path = `/v1.0/${identities}?$filter=${encodeURIComponent(filter)}`
    const { status, body } = await site.ask('GET', path)
    expect([status, JSON.parse(body.error.message)]).toEqual([
      400,
      expect.objectContaining({
        _version: 3,
        Message: expect.stringMatching(
          /Operation ID \(for customer support\): 00000000-0000-0000-0000-000000000000 .* - Url: https:\/\/fef\./,
        ),
      }),
    ])
  })

  test('one script’s azureActiveDirectoryDeviceId eq works, and a tag may say eq', async () => {
    const [{ azureActiveDirectoryDeviceId: id }] = (await site.ask('GET', `/v1.0/${identities}`))
      .body.value
    for (const filter of [
      `azureActiveDirectoryDeviceId eq '${id}'`,
      "contains(groupTag,'a eq b')",
    ]) {
      const path = `/v1.0/${identities}?$filter=${encodeURIComponent(filter)}`
      expect((await site.ask('GET', path)).status).toBe(200)
    }
  })

  test('what cannot be read is refused by the gateway, in plain words', async () => {
    const { body } = await site.ask('GET', `/v1.0/${identities}?filter=x`)
    expect(body.error.message).toContain("'$filter'")
    const unread = await site.client.ask('POST', `/v1.0/${receipts}`, '{ "serialNumber": ')
    expect((await json(unread)).error.message).toMatch(/^The body is not valid JSON/)
  })
})
