/** Counts of groups and profiles, evidence of conflicts, settings, and files that only the server reads. */

import { makeFleet } from 'taxiway-hardware-hash'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeZip } from '../../collect/make-zip.ts'
import { base64, laptop, withOtherKey } from '../../support/machines.ts'
import { type Client, type Json, json, openRegistry } from '../../support/registry.ts'

let registry: Awaited<ReturnType<typeof openRegistry>>
let client: Client
beforeAll(async () => {
  registry = await openRegistry()
  client = await registry.newTenant()
})
afterAll(() => registry.close())

const imported = '/v1.0/deviceManagement/importedWindowsAutopilotDeviceIdentities'
const profiles = '/beta/deviceManagement/windowsAutopilotDeploymentProfiles'
const kiosks = '(device.devicePhysicalIds -any (_ -eq "[OrderID]:Kiosk"))'

async function register(bytes: Uint8Array, groupTag = ''): Promise<void> {
  await client.ask('POST', imported, { hardwareIdentifier: base64(bytes), groupTag })
  await registry.decideAll()
}

async function made(path: string, body: object): Promise<string> {
  const answer = await client.ask('POST', path, body)
  expect(answer.ok, await answer.clone().text()).toBe(true)
  return ((await answer.json()) as Json).id
}

test('groups and profiles are counted, and what uses them is named', async () => {
  for (const name of ['one', 'two']) await register(laptop(name), 'Kiosk')
  await register(laptop('three'))
  const group = await made('/v1.0/groups', { displayName: 'Kiosks', membershipRule: kiosks })
  const byHand = await made('/v1.0/groups', { displayName: 'By hand' })
  const profile = await made(profiles, {
    '@odata.type': '#microsoft.graph.azureADWindowsAutopilotDeploymentProfile',
    displayName: 'Kiosk profile',
  })
  const target = { '@odata.type': '#microsoft.graph.groupAssignmentTarget', groupId: group }
  await made(`${profiles}/${profile}/assignments`, { target })
  const { value: groups } = await json(client.ask('GET', '/admin/v1/groups/use'))
  expect(groups).toContainEqual({
    id: group,
    memberCount: 2,
    profiles: ['Kiosk profile'],
    roles: [],
  })
  expect(groups).toContainEqual({ id: byHand, memberCount: 0, profiles: [], roles: [] })
  expect((await json(client.ask('GET', '/admin/v1/profiles/use'))).value).toEqual([
    { id: profile, deviceCount: 2, assignedTo: [{ kind: 'group', groupName: 'Kiosks' }] },
  ])
})

test('a rule is counted while it is written, and a malformed one is refused', async () => {
  const count = (rule: string) => client.ask('POST', '/admin/v1/groups/count-by-rule', { rule })
  expect(await json(count(kiosks))).toEqual({ devices: 2 })
  expect(await json(count('user.department -eq "Sales"'))).toEqual({ devices: 0 })
  const wrong = await count('device.displayName -like')
  expect(wrong.status).toBe(400)
  expect(await wrong.text()).toMatch(/-like.*position/)
})

test('the evidence of a conflict says field by field what agrees and what does not', async () => {
  await register(laptop('held'))
  await register(withOtherKey(laptop('held')))
  const { value } = await json(client.ask('GET', '/admin/v1/conflicts?state=open'))
  const path = `/admin/v1/conflicts/${value[0].id}/evidence`
  const { candidates } = await json(client.ask('GET', path))
  expect(candidates).toMatchObject([{ deviceId: value[0].candidates[0] }])
  const relations = candidates[0].evidence.map(({ field, relation }: Json) => [field, relation])
  expect(relations).toContainEqual(['uuid', 'agrees'])
  expect(relations).toContainEqual(['ek', 'disagrees'])
  const stranger = await registry.newTenant()
  expect((await stranger.ask('GET', path)).status).toBe(404)
})

test('the organization is renamed by who may, and how long imports wait has bounds', async () => {
  const before = await json(client.ask('GET', '/admin/v1/settings'))
  expect(before).toMatchObject({ id: client.tenantId, displayName: 'Test' })
  const change = { displayName: 'Contoso Ltd', importSeconds: 5 }
  expect(await json(client.ask('PATCH', '/admin/v1/settings', change))).toMatchObject(change)
  expect(await json(client.ask('GET', '/admin/v1/settings'))).toMatchObject(change)
  for (const part of [{ importSeconds: -1 }, { importSeconds: 86_401 }, { displayName: ' ' }])
    expect((await client.ask('PATCH', '/admin/v1/settings', part)).status).toBe(400)
  const reader = await registry.newClient(client.tenantId, ['Organization.Read.All'])
  expect((await reader.ask('PATCH', '/admin/v1/settings', change)).status).toBe(403)
  await client.ask('PATCH', '/admin/v1/settings', { importSeconds: 0 })
})

test('an archive is read by the server into a table that can be checked, and nothing is kept', async () => {
  const [device] = makeFleet({ seed: 'collected', count: 1 })
  const hash = device?.hash().text ?? ''
  const serial = device?.description.serialNumber
  const csv = `Device Serial Number,Windows Product ID,Hardware Hash\r\n${serial},,${hash}\r\n`
  const inner = makeZip([{ name: 'a/devices.csv', content: new TextEncoder().encode(csv) }])
  const content = Buffer.from(makeZip([{ name: 'logs.zip', content: inner }])).toString('base64')
  const answer = await client.ask('POST', '/admin/v1/collect', { name: 'diag.zip', content })
  expect(answer.status, await answer.clone().text()).toBe(200)
  const { tables, faults } = (await answer.json()) as Json
  expect(faults).toEqual([])
  expect(tables).toHaveLength(1)
  expect(tables[0].text).toContain(hash)
  const nothing = { name: 'x.bin', content: Buffer.from('nothing').toString('base64') }
  const said = await json(client.ask('POST', '/admin/v1/collect', nothing))
  expect(said).toMatchObject({ tables: [], faults: [{ source: 'x.bin', severity: 'warning' }] })
  const wrong = await client.ask('POST', '/admin/v1/collect', { name: 'x', content: '****' })
  expect(wrong.status).toBe(400)
})
