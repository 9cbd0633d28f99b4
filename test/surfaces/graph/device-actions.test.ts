/** What administrators do to registered devices over Graph. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, type Json, json, openRegistry } from '../../support/registry.ts'
import { answer, beta, identitySet, register, v1 } from './registered.ts'

let registry: Awaited<ReturnType<typeof openRegistry>>
let tenant: Client
let devices: readonly Json[]
beforeAll(async () => {
  registry = await openRegistry()
  tenant = await registry.newTenant()
  devices = await register(registry, tenant, { groupTag: 'Old' })
})
afterAll(() => registry.close())

const path = (number: number) => `${v1}/${identitySet}/${devices[number]?.id}`
const betaPath = (number: number) => path(number).replace('v1.0', 'beta')
const device = (number: number) => json(tenant.ask('GET', betaPath(number)))

test('updateDeviceProperties takes the scripts’ own JSON and changes only what it names', async () => {
  const body =
    '{ userPrincipalName: "a@b.test", addressableUserName: \'Ann\', displayName: "PC-1", }'
  expect((await tenant.ask('POST', `${path(0)}/UpdateDeviceProperties`, body)).status).toBe(204)
  expect(await device(0)).toMatchObject({
    userPrincipalName: 'a@b.test',
    addressableUserName: 'Ann',
    displayName: 'PC-1',
    groupTag: 'Old',
  })
  await tenant.ask('POST', `${path(0)}/microsoft.graph.updateDeviceProperties`, '{ groupTag: "" }')
  expect(await device(0)).toMatchObject({ groupTag: '', displayName: 'PC-1' })
})

test('a backslash that escapes nothing is a 400, as at the real service', async () => {
  const [status, { error }] = await answer(
    tenant.ask('POST', `${path(0)}/updateDeviceProperties`, '{ groupTag: "a\\qb" }'),
  )
  expect(status).toBe(400)
  expect(error.message).toContain('character')
})

test('an action is found in parentheses, in capitals, with and without its namespace', async () => {
  const id = devices[1]?.id
  for (const spelling of [
    `/V1.0/devicemanagement/WINDOWSAUTOPILOTDEVICEIDENTITIES('${id}')/AssignUserToDevice`.replace(
      'V1.0',
      'v1.0',
    ),
    `${v1}/${identitySet}/${id}/microsoft.graph.assignUserToDevice/`,
    `/Beta/deviceManagement/${identitySet}(${id})/microsoft.graph.assignUserToDevice`,
    // By the alias of the schema, the name of the key, and with the parentheses of OData 4.01.
    `${v1}/${identitySet}/${id}/graph.assignUserToDevice`,
    `${v1}/${identitySet}(id='${id}')/assignUserToDevice()`,
    `${v1}/${identitySet}(Id=${id})/microsoft.graph.assignUserToDevice()`,
  ]) {
    const user = { userPrincipalName: 'u@b.test', addressableUserName: 'U' }
    expect((await tenant.ask('POST', spelling, user)).status).toBe(204)
  }
})

test('a user is assigned and taken off again, with the name for the greeting', async () => {
  await tenant.ask('POST', `${path(2)}/assignUserToDevice`, { userPrincipalName: 'u@b.test' })
  expect(await device(2)).toMatchObject({ userPrincipalName: 'u@b.test', addressableUserName: '' })
  expect((await tenant.ask('POST', `${path(2)}/unassignUserFromDevice`)).status).toBe(204)
  expect(await device(2)).toMatchObject({ userPrincipalName: '', addressableUserName: '' })
  expect((await tenant.ask('POST', `${path(2)}/assignUserToDevice`, {})).status).toBe(400)
})

test('resource accounts and the next enrollment exist in beta only', async () => {
  const account = {
    userPrincipalName: 'room@b.test',
    addressableUserName: 'Room',
    resourceAccountName: 'Room 1',
  }
  expect(
    (await tenant.ask('POST', `${betaPath(3)}/assignResourceAccountToDevice`, account)).status,
  ).toBe(204)
  expect(await device(3)).toMatchObject({
    deviceAccountUpn: 'room@b.test',
    deviceFriendlyName: 'Room',
    resourceName: 'Room 1',
    deviceAccountPassword: '',
  })
  expect(
    (await tenant.ask('POST', `${betaPath(3)}/unassignResourceAccountFromDevice`)).status,
  ).toBe(204)
  expect(await device(3)).toMatchObject({ deviceAccountUpn: '', resourceName: '' })
  expect((await tenant.ask('POST', `${betaPath(3)}/allowNextEnrollment`)).status).toBe(204)
  expect(await device(3)).toMatchObject({ userlessEnrollmentStatus: 'allowed' })
  expect((await tenant.ask('POST', `${path(3)}/allowNextEnrollment`)).status).toBe(400)
})

test.each([
  ['longer than 15 characters', { displayName: 'A-name-too-long1' }],
  ['something other than letters', { displayName: 'My PC' }],
  ['all digits', { displayName: '12345' }],
  ['begins with a hyphen', { displayName: '-1-2' }],
  ['longer than 512', { groupTag: 'x'.repeat(513) }],
  ['NUL', { groupTag: 'a\0b' }],
])('a property that cannot be is refused: %s', async (words, properties) => {
  const [status, { error }] = await answer(
    tenant.ask('POST', `${path(4)}/updateDeviceProperties`, properties),
  )
  expect(status).toBe(400)
  expect(error.message).toContain(words)
  expect(await device(4)).toMatchObject({ groupTag: 'Old', displayName: '' })
})

test.each([
  ['groupTag', '=1+1', '1+1'],
  ['groupTag', ' \uff1d@Sales\tKiosk', 'Sales Kiosk'],
  ['groupTag', '\u200b=1+1', '1+1'],
  ['groupTag', '\ufeff\u00a0\ufe66Sales', 'Sales'],
  ['groupTag', '\u{e0020}\u2060+Sales', 'Sales'],
  ['groupTag', '--', ''],
  ['addressableUserName', '@SUM(A1)', 'SUM(A1)'],
])(
  'what a spreadsheet would calculate is taken as plain text, and said: %s %j',
  async (name, given, kept) => {
    const action = await tenant.ask('POST', `${path(4)}/updateDeviceProperties`, { [name]: given })
    expect([action.status, action.headers.get('warning')]).toEqual([
      204,
      expect.stringContaining(`299 taxiway "${name} '`),
    ])
    expect(await device(4)).toMatchObject({ [name]: kept })
    const [status, patched] = await answer(tenant.ask('PATCH', path(4), { [name]: given }))
    expect([status, patched[name], patched[`${name}@taxiway.warning`]]).toEqual([
      200,
      kept,
      expect.stringMatching(/which a spreadsheet would calculate|control character/),
    ])
    const [made, described] = await answer(
      tenant.ask('POST', `${v1}/${identitySet}`, { serialNumber: 'PLAIN-1', [name]: given }),
    )
    expect([made, described[name]]).toEqual([201, kept])
    await tenant.ask('DELETE', `${v1}/${identitySet}/${described.id}`)
    await tenant.ask('PATCH', path(4), { groupTag: 'Old', addressableUserName: '' })
  },
)

test('deleteDevices answers for each serial number by itself', async () => {
  const serial = devices[5]?.serialNumber
  const [status, { value }] = await answer(
    tenant.ask('POST', `${v1}/${identitySet}/deleteDevices`, { serialNumbers: [serial, 'NOSUCH'] }),
  )
  expect(status).toBe(200)
  expect(value).toEqual([
    {
      serialNumber: serial,
      deviceRegistrationId: devices[5]?.id,
      deletionState: 'accepted',
      errorMessage: '',
    },
    {
      serialNumber: 'NOSUCH',
      deviceRegistrationId: '',
      deletionState: 'failed',
      errorMessage: 'ZtdDeviceIsNotRegistered',
    },
  ])
  expect((await tenant.ask('GET', path(5))).status).toBe(404)
})

test('deleteDevices knows a serial number as it is written, once, and no device of two', async () => {
  const path = `${beta}/${identitySet}`
  for (const serialNumber of ['TWICE-1', 'BOTH-1', 'BOTH-1'])
    await answer(tenant.ask('POST', path, { serialNumber }))
  const serialNumbers = ['twice-1', 'TWICE-1', 'TWICE-1', 'BOTH-1', '']
  const [, { value }] = await answer(
    tenant.ask('POST', `${v1}/${identitySet}/deleteDevices`, { serialNumbers }),
  )
  const said = value.map((each: { serialNumber: string; errorMessage: string }) => [
    each.serialNumber,
    each.errorMessage,
  ])
  expect(said).toEqual([
    ['twice-1', 'ZtdDeviceIsNotRegistered'],
    ['TWICE-1', ''],
    ['TWICE-1', 'ZtdDeviceIsNotRegistered'],
    ['BOTH-1', 'ZtdDeviceIsNotUnique'],
    ['', 'ZtdDeviceIsNotRegistered'],
  ])
})

test('a device that is described is created, changed and shown like any other', async () => {
  const described = {
    serialNumber: 'TF-1',
    manufacturer: 'Maker',
    model: 'Box',
    enrollmentState: 'enrolled',
  }
  const [status, made] = await answer(tenant.ask('POST', `${beta}/${identitySet}`, described))
  expect(status).toBe(201)
  expect(made).toMatchObject({ serialNumber: 'TF-1', enrollmentState: 'notContacted' })
  const one = `${beta}/${identitySet}/${made.id}`
  const [changed, entity] = await answer(
    tenant.ask('PATCH', one, { groupTag: 'T', displayName: 'TF' }),
  )
  expect([changed, entity.groupTag, entity.displayName]).toEqual([200, 'T', 'TF'])
  expect((await tenant.ask('DELETE', one)).status).toBe(204)
})

test('the directory’s object goes with the registration and not before it', async () => {
  const filter = encodeURIComponent(`deviceId eq '${devices[6]?.azureAdDeviceId}'`)
  const { value } = await json(tenant.ask('GET', `/v1.0/devices?$filter=${filter}`))
  expect((await tenant.ask('DELETE', `/v1.0/devices/${value[0].id}`)).status).toBe(403)
  expect((await tenant.ask('DELETE', path(6))).status).toBe(204)
  expect((await tenant.ask('GET', `/v1.0/devices/${value[0].id}`)).status).toBe(404)
})

test('another tenant’s device is not there for any action', async () => {
  const stranger = await registry.newTenant()
  const user = { userPrincipalName: 'u@b.test' }
  for (const [action, body] of [
    ['assignUserToDevice', { ...user, addressableUserName: 'U' }],
    ['unassignUserFromDevice', undefined],
    ['updateDeviceProperties', { ...user, groupTag: 'Mine' }],
  ] as const) {
    expect((await stranger.ask('POST', `${path(7)}/${action}`, body)).status).toBe(404)
  }
  expect(await device(7)).toMatchObject({ groupTag: 'Old' })
})

test('nothing of this was a failure of the server', () => {
  expect(registry.failures).toEqual([])
})
