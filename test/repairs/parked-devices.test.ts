/** A device that is away for repair gets no profile, and no list or count says otherwise. */
import { makeFleet } from 'taxiway-hardware-hash'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { assignedProfile } from '../support/assigned-profile.ts'
import { type Client, json, openRegistry } from '../support/registry.ts'
import { act, devicesPath, parked, refused, repairPath, returned } from './support.ts'

let registry: Awaited<ReturnType<typeof openRegistry>>
let client: Client

beforeAll(async () => {
  registry = await openRegistry()
  client = await registry.newTenant()
})
afterAll(async () => {
  expect(registry.failures).toEqual([])
  await registry.close()
})

const idsAt = async (path: string): Promise<string[]> =>
  (await json(client.ask('GET', path))).value.map(({ id }: { id: string }) => id)
const listed = (filter: string) => idsAt(`/admin/v1/devices?filter=${encodeURIComponent(filter)}`)

test('lists and counts of a profile leave it out, and have it again when the case is cancelled', async () => {
  const rows = [...makeFleet({ seed: 'parked', count: 2, mix: { hp: 1 } })].map((device, i) => ({
    file: 'two.csv',
    line: i + 2,
    hardwareIdentifier: device.hash().text,
    groupTag: 'Site-03',
  }))
  await client.ask('POST', '/admin/v1/imports', { label: 'two.csv', rows })
  await registry.decideAll()
  const profileId = await assignedProfile(client)
  const [away = '', here = ''] = (await listed(`groupTag eq 'Site-03'`)).toSorted()
  const assigned = `/beta/deviceManagement/windowsAutopilotDeploymentProfiles/${profileId}/assignedDevices`
  const having = async () => ({
    graph: (await idsAt(assigned)).toSorted(),
    admin: (await listed(`profileId eq '${profileId}'`)).toSorted(),
    without: await listed(`profileStatus eq 'notAssigned'`),
    count: (await json(client.ask('GET', '/admin/v1/profiles/use'))).value[0].deviceCount,
    parked: await listed('isParked eq true'),
  })
  const all = { graph: [away, here], admin: [away, here], without: [], count: 2, parked: [] }
  expect(await having()).toEqual(all)

  const made = await parked(client, away)
  expect(await having()).toEqual({
    graph: [here],
    admin: [here],
    without: [away],
    count: 1,
    parked: [away],
  })
  const why = await json(client.ask('GET', `/admin/v1/devices/${away}/assignment`))
  expect(why).toEqual({ profileId: null, because: null, others: [{ profileId, reason: 'parked' }] })

  await act(client, [made, 'cancel'])
  expect(await having()).toEqual(all)
})

test('a device that was deleted while it was away is restored first, or its case is cancelled', async () => {
  const [machine] = [...makeFleet({ seed: 'deleted', count: 1, mix: { hp: 1 } })]
  if (machine === undefined) throw new Error('there is no machine')
  const { bytes, text } = machine.hash()
  const rows = [{ file: 'one.csv', line: 2, hardwareIdentifier: text, groupTag: 'Gone' }]
  await client.ask('POST', '/admin/v1/imports', { label: 'one.csv', rows })
  await registry.decideAll()
  const [id = ''] = await listed(`groupTag eq 'Gone'`)
  const made = await parked(client, id)
  expect((await client.ask('DELETE', `${devicesPath}/${id}`)).status).toBe(204)
  await returned(client, made, bytes)
  const again = await refused(client, `${repairPath}/${made.id}/reregister`)
  expect([again.status, again.message]).toEqual([
    409,
    expect.stringContaining('restore it, or cancel'),
  ])
  expect((await act(client, [made, 'cancel'])).state).toBe('cancelled')
})
