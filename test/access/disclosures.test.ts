/**
 * What one tenant can find out about the devices of others: fifty a day, and the owner hears of it. A tenant that imports a
 * fleet is not held up, and a waiting row reveals nothing.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allRoles, platformRoles } from '../../src/core/access/permissions.ts'
import { base64, laptop } from '../support/machines.ts'
import { withinOneDay } from '../support/one-day.ts'
import { type Client, json, openRegistry } from '../support/registry.ts'
import type { Registry } from './route-requests.ts'

const graph = '/v1.0/deviceManagement/importedWindowsAutopilotDeviceIdentities'

let registry: Registry
let operator: Client
let owner: Client
const fleet = Array.from({ length: 60 }, (_, n) => laptop(`owned ${n}`))

beforeAll(async () => {
  registry = await openRegistry()
  await withinOneDay(registry.store.pool)
  operator = await registry.newTenant([...allRoles, ...platformRoles])
  owner = await registry.newTenant()
  await importAll(owner, fleet)
})
afterAll(() => registry.close())

/** The state of each row, in their order. */
async function importAll(client: Client, hashes: readonly Uint8Array[]): Promise<string[]> {
  const rows = hashes.map((bytes) => ({ hardwareIdentifier: base64(bytes) }))
  const body = { importedWindowsAutopilotDeviceIdentities: rows }
  const { value } = await json(client.ask('POST', `${graph}/import`, body))
  await registry.decideAll()
  const states: string[] = []
  for (const { id } of value) {
    const { state } = await json(client.ask('GET', `${graph}/${id}`))
    states.push(state.deviceErrorName === '' ? state.deviceImportStatus : state.deviceErrorName)
  }
  return states
}

const told = (states: readonly string[]) =>
  states.filter((each) => each === 'ZtdDeviceAssignedToOtherTenant').length
const held = (states: readonly string[]) =>
  states.filter((each) => each === 'ZtdDeviceIsNotUnique').length
const answersOf = (client: Client) => `/admin/v1/tenants/${client.tenantId}/disclosures`

test('fifty answers a day; then known and unknown devices wait alike, and owner and operator hear', async () => {
  const prober = await registry.newTenant()
  const news = Array.from({ length: 10 }, (_, n) => laptop(`made up ${n}`))
  const states = await importAll(prober, [...fleet, ...news])
  expect(told(states)).toBe(50)
  expect(states.slice(50)).toEqual(Array(20).fill('ZtdDeviceIsNotUnique'))
  expect(await json(operator.ask('GET', answersOf(prober)))).toEqual({
    perDay: 50,
    today: 50,
    held: 20,
  })

  const events = (await json(owner.ask('GET', '/admin/v1/events'))).value
  const submitted = events.filter(({ type }: { type: string }) => type === 'device.sighted')
  expect(
    submitted.flatMap(({ data }: { data: { registrationIds: string[] } }) => data.registrationIds),
  ).toHaveLength(50)
  expect(JSON.stringify(submitted)).not.toContain(prober.tenantId)
  const trail = await json(owner.ask('GET', '/admin/v1/audit?limit=5'))
  expect(JSON.stringify(trail.value)).toContain('Submitted by another tenant')
  const heard = (await json(operator.ask('GET', '/admin/v1/events'))).value
  expect(heard).toMatchObject([
    { type: 'tenant.disclosures.spent', data: { spentBy: prober.tenantId } },
  ])
  // The same again on the same day is no news.
  await importAll(prober, fleet)
  expect((await json(operator.ask('GET', '/admin/v1/events'))).value).toHaveLength(1)

  const path = `/admin/v1/tenants/${prober.tenantId}/held-rows/decide`
  for (const client of [prober, owner])
    expect((await client.ask('POST', path, { decision: 'release' })).status).toBe(403)
})

test('an operator sets the number, and releases what waits at once, each row to its own verdict', async () => {
  const dealer = await registry.newTenant()
  const set = await operator.ask('PATCH', answersOf(dealer), { perDay: 2 })
  expect(await json(set)).toMatchObject({ perDay: 2, today: 0 })
  expect((await owner.ask('PATCH', answersOf(owner), { perDay: 9_999 })).status).toBe(403)
  const news = Array.from({ length: 4 }, (_, n) => laptop(`sold ${n}`))
  expect(held(await importAll(dealer, [...fleet.slice(0, 5), ...news]))).toBe(7)
  const release = (to: string) =>
    json(
      operator.ask('POST', `/admin/v1/tenants/${dealer.tenantId}/held-rows/decide`, {
        decision: to,
      }),
    )
  expect(await release('release')).toEqual({ decided: 7, left: 0 })
  const { value } = await json(
    dealer.ask('GET', '/v1.0/deviceManagement/windowsAutopilotDeviceIdentities'),
  )
  expect(value).toHaveLength(4)
  expect(await json(operator.ask('GET', answersOf(dealer)))).toMatchObject({ today: 5, held: 0 })
  expect(held(await importAll(dealer, [laptop('late')]))).toBe(1)
  expect(await release('reject')).toEqual({ decided: 1, left: 0 })
})

test('the new devices of a fleet do not wait for the few that others have', async () => {
  const honest = await registry.newTenant()
  await operator.ask('PATCH', answersOf(honest), { perDay: 1 })
  const fresh = (name: string, count: number) =>
    Array.from({ length: count }, (_, n) => laptop(`${name} ${n}`))
  await importAll(honest, fresh('bought', 100))
  // One by its number, one more by a hundred registered devices; the third is one too many.
  for (const each of fleet.slice(0, 2)) expect(told(await importAll(honest, [each]))).toBe(1)
  expect(held(await importAll(honest, [...fleet.slice(2, 3), laptop('after')]))).toBe(2)
  await operator.ask('PATCH', answersOf(honest), { perDay: 0 })
  expect(held(await importAll(honest, [laptop('never')]))).toBe(1)
})
