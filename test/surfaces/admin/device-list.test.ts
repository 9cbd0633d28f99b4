/** The device list, its filters, counts, and the overview, asked as the portal asks. */
import { makeFleet } from 'taxiway-hardware-hash'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, type Json, json, openRegistry } from '../../support/registry.ts'

let registry: Awaited<ReturnType<typeof openRegistry>>
let client: Client

const tags = ['Kiosk', 'Lab', 'kiosk', '']

beforeAll(async () => {
  registry = await openRegistry()
  client = await registry.newTenant()
  const rows = [...makeFleet({ seed: 7, count: 12 })].map((device, i) => ({
    file: 'box.csv',
    line: i + 2,
    serialNumber: device.description.serialNumber,
    hardwareIdentifier: device.hash().text,
    groupTag: tags[i % tags.length] ?? '',
  }))
  const sent = await client.ask('POST', '/admin/v1/imports', { label: 'box.csv', rows })
  expect(sent.status).toBe(201)
  await registry.decideAll()
})
afterAll(() => registry.close())

const get = async (path: string): Promise<Json> => {
  const answer = await client.ask('GET', `/admin/v1/${path}`)
  expect(answer.status, await answer.clone().text()).toBe(200)
  return await json(answer)
}

const serials = (page: Json) => page.value.map((device: Json) => device.serialNumber)

test('all devices are listed, the newest first, and counted', async () => {
  const page = await get('devices?count=true')
  expect(page.count).toBe(12)
  const ids = page.value.map((device: Json) => device.id)
  expect(ids).toEqual(ids.toSorted().toReversed())
  expect(page.value[0]).toMatchObject({
    profileStatus: 'notAssigned',
    profileId: null,
    claimLevel: 0,
    conflictId: null,
    importId: expect.stringMatching(/00000000$/),
    etag: expect.stringMatching(/^"[\w-]{22}"$/),
  })
})

test('tags are compared without case, in lists and in counts alike', async () => {
  const filtered = await get(
    `devices?count=true&filter=${encodeURIComponent("groupTag eq 'KIOSK'")}`,
  )
  expect(filtered.count).toBe(6)
  const { facets, others } = await get('devices/facets?by=groupTag,manufacturer&top=2')
  expect(facets.groupTag[0]).toEqual({ value: expect.stringMatching(/^kiosk$/i), count: 6 })
  expect(facets.groupTag[1].count + others.groupTag).toBe(6)
})

test.each([
  'serialNumber',
  '-serialNumber',
  'groupTag',
  '-model',
  'registeredDateTime',
  'displayName',
])('in the order %s every device is on exactly one page', async (sort) => {
  const pages = await Promise.all(
    [0, 5, 10].map((skip) => get(`devices?sort=${sort}&skip=${skip}&top=5`)),
  )
  const all = pages.flatMap(serials)
  expect(new Set(all).size).toBe(12)
  expect(all).toEqual(serials(await get(`devices?sort=${sort}`)))
})

test('text is searched in serial number, name, user, tag and model', async () => {
  const [device] = (await get('devices?top=1')).value
  const part = device.serialNumber.slice(1, 6).toLowerCase()
  expect(serials(await get(`devices?q=${part}`))).toContain(device.serialNumber)
  expect((await get('devices?q=lab&count=true')).count).toBe(3)
  const sameModel = await get(`devices?q=${encodeURIComponent(device.model.toUpperCase())}`)
  expect(serials(sameModel)).toContain(device.serialNumber)
  expect(sameModel.value.every(({ model }: Json) => model === device.model)).toBe(true)
  expect((await get('devices?q=%25&count=true')).count).toBe(0)
})

test('a profile is asked for like any other field', async () => {
  const profile = await json(
    await client.ask('POST', '/beta/deviceManagement/windowsAutopilotDeploymentProfiles', {
      '@odata.type': '#microsoft.graph.azureADWindowsAutopilotDeploymentProfile',
      displayName: 'Kiosk devices',
    }),
  )
  const group = await json(
    await client.ask('POST', '/v1.0/groups', {
      displayName: 'Kiosks',
      mailEnabled: false,
      mailNickname: 'kiosks',
      securityEnabled: true,
      groupTypes: ['DynamicMembership'],
      membershipRule: '(device.devicePhysicalIds -any (_ -eq "[OrderID]:Kiosk"))',
      membershipRuleProcessingState: 'On',
    }),
  )
  await client.ask(
    'POST',
    `/beta/deviceManagement/windowsAutopilotDeploymentProfiles/${profile.id}/assignments`,
    { target: { '@odata.type': '#microsoft.graph.groupAssignmentTarget', groupId: group.id } },
  )
  const having = async (filter: string) =>
    (await get(`devices?count=true&filter=${encodeURIComponent(filter)}`)).count
  expect(await having(`profileId eq '${profile.id}'`)).toBe(6)
  expect(await having("profileStatus eq 'notAssigned'")).toBe(6)
  expect(await having("profileStatus ne 'notAssigned'")).toBe(6)
  expect(await having("profileStatus in ('assignedUnkownSyncState','pending')")).toBe(6)
  const [first] = (
    await get(`devices?top=1&filter=${encodeURIComponent(`profileId eq '${profile.id}'`)}`)
  ).value
  expect(first).toMatchObject({ profileName: 'Kiosk devices', profileId: profile.id })
  const overview = await get('overview')
  expect(overview).toMatchObject({
    registered: 12,
    funnel: { registered: 12, assigned: 6, enrolled: 0 },
    conflictsOpen: 0,
    lastImports: [{ label: 'box.csv', rows: 12, complete: 12, error: 0, undecided: 0 }],
  })
  expect(overview.byDay.reduce((sum: number, { count }: Json) => sum + count, 0)).toBe(12)
})

test('what means nothing is refused by name', async () => {
  for (const [query, words] of [
    ['filter=colour eq 1', "'colour' is not a property"],
    ['sort=colour', "cannot be ordered by 'colour'"],
    ['top=0', 'top'],
    ['skip=-1', 'skip'],
  ] as const) {
    const answer = await client.ask('GET', `/admin/v1/devices?${encodeURI(query)}`)
    expect(answer.status).toBe(400)
    expect((await json(answer)).error.message).toContain(words)
  }
  expect((await client.ask('GET', '/admin/v1/devices/facets?by=password')).status).toBe(400)
})

test('one device, and none', async () => {
  const [device] = (await get('devices?top=1')).value
  expect(await get(`devices/${device.id.toUpperCase()}`)).toEqual(device)
  const answer = await client.ask('GET', '/admin/v1/devices/00000000-0000-4000-8000-000000000000')
  expect(answer.status).toBe(404)
})

test('another tenant sees none of it', async () => {
  const other = await registry.newTenant()
  const [device] = (await get('devices?top=1')).value
  expect(await json(await other.ask('GET', '/admin/v1/devices?count=true'))).toMatchObject({
    value: [],
    count: 0,
  })
  expect((await other.ask('GET', `/admin/v1/devices/${device.id}`)).status).toBe(404)
  expect(await json(await other.ask('GET', '/admin/v1/imports'))).toEqual({ value: [], next: null })
})

test('an edit of what somebody else has changed since is refused, and nothing is overwritten', async () => {
  const [device] = (await get('devices?top=1')).value
  const edit = (groupTag: string, version: string) =>
    registry.app.fetch(
      new Request(
        `https://localhost:8443/v1.0/deviceManagement/windowsAutopilotDeviceIdentities/${device.id}/updateDeviceProperties`,
        {
          method: 'POST',
          headers: {
            authorization: `Bearer ${client.token}`,
            'content-type': 'application/json',
            'if-match': version,
          },
          body: JSON.stringify({ groupTag }),
        },
      ),
    )
  const answers = await Promise.all(['One', 'Two', 'Three'].map((tag) => edit(tag, device.etag)))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 412, 412])
  const now = await get(`devices/${device.id}`)
  expect(now.etag).not.toBe(device.etag)
  expect((await edit('Late', device.etag)).status).toBe(412)
  expect((await get(`devices/${device.id}`)).groupTag).toBe(now.groupTag)
  expect((await edit('Late', '*')).status).toBe(204)
  expect((await edit('Later', '"nonsense"')).status).toBe(412)
})
