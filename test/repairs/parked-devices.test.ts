/** A device that is away for repair gets no profile, and no list or count says otherwise. */
import { makeFleet } from 'taxiway-hardware-hash'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { assignedProfile } from '../support/assigned-profile.ts'
import { type Client, json, openRegistry } from '../support/registry.ts'
import { act, parked } from './support.ts'

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
