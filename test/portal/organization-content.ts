/** What a believable organization holds, put in through the doors that everybody uses. */

import { claimDevice } from 'taxiway-device'
import { makeFleet } from 'taxiway-hardware-hash'
import { expect } from 'vitest'
import { machine } from '../deployment/support.ts'
import { base64, described, laptop, later, withOtherKey } from '../support/machines.ts'
import { type Client, type Json, json } from '../support/registry.ts'
import type { Organization, PortalSite } from './portal-site.ts'

const profiles = '/beta/deviceManagement/windowsAutopilotDeploymentProfiles'
const tags = ['Kiosk', 'Kiosk', 'Sales', 'Sales', 'Sales', 'Lab', 'Front desk', '']

/** Contoso with `count` devices and something in every list. */
export async function fillOrganization(site: PortalSite, count: number): Promise<void> {
  const { client } = site.contoso
  await addPeople(site.contoso, client)
  await addProfiles(client)
  await importFleet(site, count)
  await importTroubles(site)
  await addNeighbours(client)
  await addReceivers(client)
  await addRepairs(client)
  // An emulator would release what is deleted.
  await site.registry.app.tenants.setOnDelete(site.contoso.tenantId, 'reserve')
  await addRemovals(client)
  await changeTags(client)
  await site.settled()
  await spreadOverTime(site)
}

export async function importDevices(
  { settled }: Pick<PortalSite, 'settled'>,
  client: Client,
  { seed, count, label }: { seed: string; count: number; label: string },
): Promise<void> {
  const rows = [...makeFleet({ seed, count })].map((device, i) => ({
    file: label,
    line: i + 2,
    serialNumber: device.description.serialNumber,
    hardwareIdentifier: device.hash().text,
    groupTag: tags[i % tags.length] ?? '',
    assignedUserPrincipalName: i % 9 === 4 ? 'mei@contoso.test' : '',
  }))
  for (let from = 0; from < rows.length; from += 5_000)
    await send(client, 'imports', { label, rows: rows.slice(from, from + 5_000) })
  await settled()
}

async function send(client: Client, path: string, body: unknown): Promise<Json> {
  const url = path.startsWith('/') ? path : `/admin/v1/${path}`
  const answer = await client.ask('POST', url, body)
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return answer.status === 204 ? undefined : await json(answer)
}

/** A device that Contoso has registered by its hash proves its key for somebody else. */
async function openDispute(
  { origin, registry, contoso, settled }: PortalSite,
  claimant: Client,
): Promise<void> {
  const { fixture, prover } = machine(0)
  const { hardwareHash } = fixture
  const rows = [{ file: 'auction.csv', line: 2, hardwareIdentifier: hardwareHash }]
  await send(contoso.client, 'imports', { label: 'auction.csv', rows })
  await settled()
  const { token } = await send(claimant, 'claim-tokens', {})
  const ask = (request: Request) => registry.app.fetch(request)
  const claimed = await claimDevice({ origin, ask }, token, { hardwareHash, prover })
  expect(claimed).toMatchObject({ result: 'disputed' })
}

/** Somebody who is to get devices, and something that is to get events. */
async function addReceivers(client: Client): Promise<void> {
  const { value } = await json(client.ask('GET', '/admin/v1/devices?top=3&sort=-serialNumber'))
  const deviceIds = value.map(({ id }: Json) => id)
  await send(client, 'transfers', { deviceIds, message: 'Sold with the hangar' })
  await send(client, 'webhooks', {
    url: 'https://receiver.example/hooks',
    description: 'Asset register',
  })
}

/** Devices with a vendor and at the desk, and one that somebody asks about. */
async function addRepairs(client: Client): Promise<void> {
  const { value } = await json(client.ask('GET', '/admin/v1/devices?top=6&sort=-serialNumber'))
  const contact = { name: 'Ada Lind', email: 'ada@contoso.test', timeZone: 'Europe/Zurich' }
  const diagnostics = [{ tool: 'ePSA', code: '2000-0141', result: 'failed' }]
  const cases: Json[] = []
  for (const [n, summary] of [
    'It does not start',
    'No picture',
    'Coffee in the keyboard',
  ].entries())
    cases.push(
      await send(client, 'repair-cases', {
        deviceId: value[n + 3]?.id,
        problem: { summary, accidental: n === 2 },
        contact,
        ...(n < 2 && { diagnostics }),
      }),
    )
  const [first, second] = cases
  for (const each of [first, second])
    await send(client, `repair-cases/${each.id}/submit`, { vendorReference: 'SR123456789' })
  await send(client, `repair-cases/${first.id}/release-device`, { scenario: 'tpm-one-nic' })
}

/** A device that was deleted, and a change that waits for a second person. */
async function addRemovals(client: Client): Promise<void> {
  const { value } = await json(client.ask('GET', '/admin/v1/devices?top=1&sort=serialNumber'))
  const devices = '/v1.0/deviceManagement/windowsAutopilotDeviceIdentities'
  const gone = await client.ask('DELETE', `${devices}/${value[0].id}`)
  expect(gone.status, await gone.text()).toBeLessThan(300)
  const limit = { floor: 25, share: 0.01, hours: 24 }
  await client.ask('PUT', '/admin/v1/approval-policy', { limit, onDelete: 'reserve' })
}

async function addPeople({ addPerson }: Organization, client: Client): Promise<void> {
  await addPerson('grace', 'Grace Hopper', ['Global Administrator', 'Intune Administrator'])
  await addPerson('mei', 'Mei Tanaka', ['Autopilot importer'])
  await addPerson('omar', 'Omar Haddad', [])
  await addPerson('zoe', 'Zoë Müller-Lüdenscheidt', ['Directory Readers'])
  const role = await send(client, 'roles', {
    displayName: 'Kiosk desk',
    description: 'Looks after the devices in the lobbies.',
    permissions: ['devices.read', 'devices.update', 'imports.read'],
  })
  const people = await json(client.ask('GET', '/v1.0/users'))
  const omar = people.value.find((each: Json) => each.userPrincipalName === 'omar@contoso.test')
  await send(client, 'role-assignments', {
    roleId: role.id,
    principalKind: 'user',
    principalId: omar.id,
    groupTags: ['Kiosk'],
  })
  await send(client, 'applications', {
    displayName: 'Shipping pipeline',
    roles: ['DeviceManagementServiceConfig.ReadWrite.All'],
  })
}

async function addProfiles(client: Client): Promise<void> {
  for (const [name, tag, template] of [
    ['Kiosk', 'Kiosk', 'KIO-%RAND:5%'],
    ['Sales notebooks', 'Sales', 'S-%SERIAL%'],
    ['Lab benches', 'Lab', ''],
  ] as const) {
    const profile = await send(client, profiles, {
      '@odata.type': '#microsoft.graph.azureADWindowsAutopilotDeploymentProfile',
      displayName: name,
      description: `For devices with the tag ${tag}.`,
      deviceNameTemplate: template,
    })
    const group = await send(client, '/v1.0/groups', {
      displayName: `${tag} devices`,
      mailNickname: tag.toLowerCase(),
      securityEnabled: true,
      mailEnabled: false,
      groupTypes: ['DynamicMembership'],
      membershipRule: `(device.devicePhysicalIds -any (_ -eq "[OrderID]:${tag}"))`,
    })
    await send(client, `${profiles}/${profile.id}/assignments`, {
      target: { '@odata.type': '#microsoft.graph.groupAssignmentTarget', groupId: group.id },
    })
  }
}

async function importFleet(site: PortalSite, count: number): Promise<void> {
  const { client } = site.contoso
  await importDevices(site, client, { seed: 'first delivery', count, label: 'delivery.csv' })
}

/** Rows that fail, a machine that came back changed, and two cases that somebody has to decide. */
async function importTroubles(site: PortalSite): Promise<void> {
  const { settled, contoso, addOrganization } = site
  const row = (line: number, bytes: Uint8Array, groupTag = 'Lab') => ({
    file: 'returns.csv',
    line,
    serialNumber: described(bytes).serialNumber ?? '',
    hardwareIdentifier: base64(bytes),
    groupTag,
  })
  const first = ['one', 'two', 'three'].map((name, i) => row(i + 2, laptop(name)))
  const fabrikam = await addOrganization('fabrikam.test', 'Fabrikam')
  await send(fabrikam.client, 'imports', { label: 'theirs.csv', rows: [row(2, laptop('theirs'))] })
  await openDispute(site, fabrikam.client)
  await send(contoso.client, 'imports', { label: 'spring.csv', rows: first })
  await settled()
  const changed = later(laptop('one'), [{ event: 'regenerated' }, { event: 'disk-swapped' }])
  const later2 = [
    row(2, changed),
    row(3, laptop('two')),
    row(4, withOtherKey(laptop('two'))),
    row(5, withOtherKey(laptop('three'))),
    row(6, laptop('theirs')),
  ]
  await send(contoso.client, 'imports', { label: 'returns.csv', rows: later2 })
  await settled()
}

async function addNeighbours(client: Client): Promise<void> {
  await send(client, '/beta/deviceManagement/importedDeviceIdentities/importDeviceIdentityList', {
    importedDeviceIdentities: ['Dell Inc,Latitude 5450,7KX2P4', 'LENOVO,21R3001BUK,PF0VG8PE'].map(
      (importedDeviceIdentifier) => ({
        importedDeviceIdentifier,
        importedDeviceIdentityType: 'manufacturerModelSerial',
        description: 'Bought with the spring order',
      }),
    ),
    overwriteImportedDeviceIdentities: false,
  })
  const deviceLink = Buffer.from('{"Inventory":{"DeviceSerialNumber":"5CG4310XKL"}}')
  await send(
    client,
    '/beta/deviceManagement/tenantAssociatedDevices/importTenantAssociatedDevice',
    {
      deviceLink: deviceLink.toString('base64'),
    },
  )
  const { code } = await send(client, '/admin/v1/intake-codes', { label: 'Hamburg, desk 3' })
  const handedIn = { code, hardwareHash: base64(laptop('handed in')), note: 'Ian' }
  await send(client, '/intake/v1/submissions', handedIn)
}

async function changeTags(client: Client): Promise<void> {
  const filter = "groupTag eq 'Front desk'"
  const { count } = await json(
    client.ask('GET', `/admin/v1/devices?top=1&count=true&filter=${encodeURIComponent(filter)}`),
  )
  await send(client, 'jobs', {
    kind: 'update-devices',
    selection: { q: '', filter, except: [], expectedCount: count },
    change: { groupTag: { set: 'Lobby' } },
  })
}

/** As if the devices had come over the last weeks and not all in this minute. */
async function spreadOverTime({ registry }: PortalSite): Promise<void> {
  await registry.store.pool.query(
    `update device set registered_at = now() - make_interval(hours => (20 * sqrt(n % 900))::int)
     from (select device_id as id, row_number() over (order by device_id desc) as n from device) numbered
     where device.device_id = numbered.id`,
  )
}
