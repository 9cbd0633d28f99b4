/** Lists, single devices and refusals over Graph. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hashFixtures } from '../../support/hardware-hashes.ts'
import { type Client, type Json, json, openRegistry, origin } from '../../support/registry.ts'

const imported = '/v1.0/deviceManagement/importedWindowsAutopilotDeviceIdentities'
const identities = '/v1.0/deviceManagement/windowsAutopilotDeviceIdentities'

let registry: Awaited<ReturnType<typeof openRegistry>>
let tenant: Client
beforeAll(async () => {
  registry = await openRegistry()
  tenant = await registry.newTenant()
  await tenant.ask('POST', `${imported}/import`, {
    importedWindowsAutopilotDeviceIdentities: hashFixtures.map(({ serial, hardwareHash }) => ({
      serialNumber: serial,
      hardwareIdentifier: hardwareHash,
    })),
  })
  await registry.decideAll()
})
afterAll(() => registry.close())

const serials = (answer: Json) =>
  answer.value.map((each: { serialNumber: string }) => each.serialNumber)

test('pages follow one another by an absolute link until none is left', async () => {
  const seen: string[] = []
  let next: string | undefined = `${origin}${identities}?$top=4&$filter=contains(manufacturer,'')`
  let pages = 0
  while (next !== undefined) {
    expect(next.startsWith(`${origin}/v1.0/`)).toBe(true)
    const page: Json = await json(tenant.ask('GET', next.slice(origin.length)))
    seen.push(...serials(page))
    next = page['@odata.nextLink']
    pages++
  }
  expect(pages).toBe(3)
  expect(seen).toHaveLength(10)
  expect(new Set(seen.filter((each) => each !== '')).size).toBe(8)
})

test('contains, eq, and, or, not and in find what they say', async () => {
  const find = async (filter: string) =>
    serials(await json(tenant.ask('GET', `${identities}?$filter=${encodeURIComponent(filter)}`)))
  expect(await find("contains(serialNumber,'52tgz')")).toEqual(['52TGZL8'])
  expect(await find("serialNumber eq '52TGZL8'")).toEqual(['52TGZL8'])
  expect(await find("manufacturer eq 'Dell Inc.' or contains(model,'ProBook')")).toHaveLength(2)
  expect(
    await find("not (manufacturer eq 'HP') and serialNumber in ('52TGZL8','0DN6741SS8')"),
  ).toEqual(['52TGZL8'])
  expect(await find("contains(serialNumber,'%')")).toEqual([])
})

test('a filter that is wrong is a 400 which names the place', async () => {
  const answer = await tenant.ask(
    'GET',
    `${identities}?$filter=${encodeURIComponent("serial eq 'x'")}`,
  )
  expect(answer.status).toBe(400)
  expect((await json(answer)).error).toMatchObject({
    code: 'BadRequest',
    message: "Invalid $filter: 'serial' is not a property that can be filtered at position 0.",
  })
})

test('unset dates, ids and statuses have the values that clients expect', async () => {
  const v1 = await json(tenant.ask('GET', identities))
  const beta = await json(tenant.ask('GET', identities.replace('v1.0', 'beta')))
  expect(v1.value[0]).toMatchObject({
    lastContactedDateTime: '0001-01-01T00:00:00Z',
    managedDeviceId: '00000000-0000-0000-0000-000000000000',
    enrollmentState: 'notContacted',
  })
  const [device] = beta.value
  expect(device.azureAdDeviceId).toBe(device.azureActiveDirectoryDeviceId)
  expect(device.deploymentProfileAssignmentStatus).toBe('notAssigned')
})

test('every answer names the request, and errors repeat it', async () => {
  const unknown = await tenant.ask('GET', `${identities}/018f0000-0000-7000-8000-000000000000`)
  expect(unknown.status).toBe(404)
  const { error } = await json(unknown)
  expect(error.code).toBe('ResourceNotFound')
  expect(error.innerError['request-id']).toBe(unknown.headers.get('request-id'))
  expect(error.innerError.date).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/)
})

test('a device that is deleted is gone, with its directory object, and may be registered again', async () => {
  const { value } = await json(tenant.ask('GET', `${identities}?$filter=serialNumber eq '52TGZL8'`))
  expect((await tenant.ask('DELETE', `${identities}/${value[0].id}`)).status).toBe(204)
  expect((await tenant.ask('GET', `${identities}/${value[0].id}`)).status).toBe(404)
  expect((await tenant.ask('DELETE', `${identities}/${value[0].id}`)).status).toBe(404)
  expect((await json(tenant.ask('GET', '/v1.0/devices'))).value).toHaveLength(9)
})

test('without a token, or without the permission, nothing is shown', async () => {
  const anonymous = await registry.app.fetch(new Request(`${origin}${identities}`))
  expect(anonymous.status).toBe(401)
  expect(anonymous.headers.get('www-authenticate')).toMatch(/^Bearer/)
  const reader = await registry.newTenant(['DeviceManagementServiceConfig.Read.All'])
  expect((await reader.ask('GET', identities)).status).toBe(200)
  expect((await reader.ask('POST', imported, {})).status).toBe(403)
  expect((await reader.ask('GET', '/v1.0/devices')).status).toBe(403)
})

test('another tenant’s device answers exactly like one that does not exist', async () => {
  const [{ id }] = (await json(tenant.ask('GET', identities))).value
  const stranger = await registry.newTenant()
  const strip = async (path: string) => {
    const { error } = await json(stranger.ask('GET', path))
    return error.message.replace(/[0-9a-f-]{36}/, 'ID')
  }
  expect(await strip(`${identities}/${id}`)).toBe(
    await strip(`${identities}/018f0000-0000-7000-8000-000000000000`),
  )
})

test('an unknown path is refused by name, and the server reported no failure of its own', async () => {
  const answer = await tenant.ask('GET', '/v1.0/deviceManagement/nonsense')
  expect(answer.status).toBe(400)
  expect((await json(answer)).error.message).toContain("'nonsense'")
  expect(registry.failures).toEqual([])
})
