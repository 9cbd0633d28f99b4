/** Fidelity strict: oddities of the real service, each with the source that says so. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { emulationAt } from '../../support/movable-registry.ts'
import { localBackend } from '../../support/postgres.ts'
import { type Json, json, openRegistry, origin } from '../../support/registry.ts'
import { answer, beta, identitySet, importedSet, profileSet, register, v1 } from './registered.ts'
import { devices, list, openStage, registry, tenant } from './strict-stage.ts'
import './directory-queries.ts'
import './strict-requests.ts'

beforeAll(openStage)
afterAll(() => registry.close())

let now = new Date('2031-01-01T00:00:00Z')

test('lists go on showing a deleted device, the device itself is gone', async () => {
  const id = devices[2]?.id
  expect((await tenant.ask('DELETE', `${v1}/${identitySet}/${id}`)).status).toBe(204)
  expect((await tenant.ask('GET', `${v1}/${identitySet}/${id}`)).status).toBe(404)
  const ids = async () => (await list('$top=100'))[1].value.map((each: Json) => each.id)
  expect(await ids()).toContain(id)
  await registry.store.pool.query(
    "update removed_device set removed_at = now() - interval '31 minutes'",
  )
  expect(await ids()).not.toContain(id)
})

test('msgraph-sdk-powershell#2857: some 65 single imports are taken, then 429 says when to come back', async () => {
  const held = await openRegistry(localBackend, {
    fidelity: 'strict',
    emulation: emulationAt(() => now),
  })
  const client = await held.newTenant()
  const post = () => client.ask('POST', `${v1}/${importedSet}`, { serialNumber: 'X' })
  const statuses: number[] = []
  for (let i = 0; i < 66; i++) statuses.push((await post()).status)
  expect(statuses.filter((status) => status === 201)).toHaveLength(65)
  const refused = await post()
  expect([refused.status, (await json(refused)).error.code]).toEqual([429, 'TooManyRequests'])
  now = new Date(now.getTime() + Number(refused.headers.get('retry-after')) * 1000)
  expect((await post()).status).toBe(201)
  expect(held.failures).toEqual([])
  await held.close()
})

test('MSEndpointMgr/Intune#71: a row without verdict reads the error name None', async () => {
  const set = `${beta}/${importedSet}`
  const made = await json(tenant.ask('POST', set, { serialNumber: 'UNDECIDED' }))
  const { state } = await json(tenant.ask('GET', `${set}/${made.id}`))
  expect([made.state.deviceErrorName, state.deviceErrorName]).toEqual(['', 'None'])
  // The order of MSEndpointMgr/Intune#71.
  expect(Object.keys(made).slice(1)).toEqual([
    'id',
    'groupTag',
    'serialNumber',
    'productKey',
    'importId',
    'hardwareIdentifier',
    'assignedUserPrincipalName',
    'state',
  ])
})

test('Azure_Automation_Scripts#2: directory lists give 100 rows a page', async () => {
  await registry.store.pool.query(
    `insert into directory_user (tenant_id, user_id, user_principal_name, display_name)
     select $1, gen_random_uuid(), 'u' || n || '@contoso.test', 'U' from generate_series(1, 101) n`,
    [tenant.tenantId],
  )
  const first = await json(tenant.ask('GET', '/v1.0/users'))
  expect([first.value.length, '@odata.nextLink' in first]).toEqual([100, true])
  expect((await json(tenant.ask('GET', '/v1.0/users?$top=999'))).value).toHaveLength(101)
})

test('one profile at most is for all devices', async () => {
  const profile = async (displayName: string) =>
    await json(
      tenant.ask('POST', `${beta}/${profileSet}`, {
        '@odata.type': '#microsoft.graph.azureADWindowsAutopilotDeploymentProfile',
        displayName,
        outOfBoxExperienceSetting: { escapeLinkHidden: true },
      }),
    )
  const target = { '@odata.type': '#microsoft.graph.allDevicesAssignmentTarget' }
  const assign = ({ id }: Json) =>
    answer(tenant.ask('POST', `${beta}/${profileSet}/${id}/assignments`, { target }))
  expect((await assign(await profile('First')))[0]).toBe(201)
  expect((await assign(await profile('Second')))[0]).toBe(400)
})

test('a bad IMEI and an open quotation mark in a search are refused, in both fidelities', async () => {
  const set = `${beta}/importedDeviceIdentities/importDeviceIdentityList`
  const identifier = {
    importedDeviceIdentifier: 'not a number',
    importedDeviceIdentityType: 'imei',
  }
  const [status, { error }] = await answer(
    tenant.ask('POST', set, { importedDeviceIdentities: [identifier] }),
  )
  expect([status, error.message]).toEqual([400, expect.stringContaining('14 to 16 digits')])
  expect((await tenant.ask('GET', '/v1.0/groups?$search="displayName:x')).status).toBe(400)
})

test('throttling-limits: a program writes some 100 times in a window, and then hears when to come back', async () => {
  const emulation = emulationAt(() => new Date('2031-01-01T00:00:00Z'))
  const held = await openRegistry(localBackend, { fidelity: 'strict', emulation })
  const { ask, tenantId } = await held.newTenant()
  const statuses: number[] = []
  for (let i = 0; i < 102; i++)
    statuses.push((await ask('DELETE', `${beta}/importedDeviceIdentities/${tenantId}`)).status)
  const taken = statuses.indexOf(429)
  expect(taken).toBeGreaterThan(90)
  expect(new Set(statuses.slice(0, taken))).toEqual(new Set([404]))
  await held.close()
})

test('microsoft-graph-docs#8186: the next link names the last serial number, and leads to all the others', async () => {
  const seen: string[] = []
  let path = `${beta}/${identitySet}?$top=3`
  for (let pages = 0; pages < 10; pages++) {
    const page = await json(tenant.ask('GET', path))
    seen.push(...page.value.map((each: Json) => each.serialNumber))
    const next: string | undefined = page['@odata.nextLink']
    if (next === undefined) break
    const { searchParams } = new URL(next)
    expect(searchParams.get('$skiptoken')).toBe(`LastSerialNumber='${seen.at(-1)}'`)
    path = next.slice(origin.length)
  }
  const { value } = await json(tenant.ask('GET', `${beta}/${identitySet}?$top=999`))
  expect(seen.toSorted()).toEqual(value.map((each: Json) => each.serialNumber).toSorted())
})

test('a device that was just imported is not changed yet, and then is', async () => {
  let at = new Date()
  const emulation = emulationAt(() => at)
  const held = await openRegistry(localBackend, { fidelity: 'strict', emulation })
  const client = await held.newTenant()
  const [device] = await register(held, client, { from: 10, to: 10 })
  const path = `${v1}/${identitySet}/${device.id}/updateDeviceProperties`
  const early = await client.ask('POST', path, { groupTag: 'X' })
  expect([early.status, Number(early.headers.get('retry-after'))]).toEqual([
    429,
    expect.toSatisfy((seconds: number) => seconds > 0),
  ])
  at = new Date(at.getTime() + 3_600_000)
  expect((await client.ask('POST', path, { groupTag: 'X' })).status).toBe(204)
  await held.close()
})

test('msgraph-sdk-dotnet#1846: a member is referred to by an address, not by a bare id', async () => {
  const { id } = await json(
    tenant.ask('POST', '/v1.0/groups', {
      displayName: 'G',
      mailNickname: 'g',
      mailEnabled: false,
      securityEnabled: true,
    }),
  )
  const [{ id: object }] = (await json(tenant.ask('GET', '/v1.0/devices'))).value
  const add = (reference: string) =>
    answer(tenant.ask('POST', `/v1.0/groups/${id}/members/$ref`, { '@odata.id': reference }))
  const [status, { error }] = await add(object)
  expect([status, error.message]).toEqual([400, 'Invalid URL format specified in payload.'])
  expect((await add(`https://graph.microsoft.com/v1.0/directoryObjects/${object}`))[0]).toBe(204)
})

test('the server reported no failure of its own', () => {
  expect(registry.failures).toEqual([])
})
