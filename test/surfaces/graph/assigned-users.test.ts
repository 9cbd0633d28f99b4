/** The user that a device is assigned to: who is refused, who is warned of, and by which door. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { hashFixture } from '../../support/hardware-hashes.ts'
import { type Client, type Json, json, openRegistry } from '../../support/registry.ts'
import { answer, identitySet, importedSet, v1 } from './registered.ts'

let registry: Awaited<ReturnType<typeof openRegistry>>
let tenant: Client
let device: string
let domain: string
const people = { known: true, unlicensed: false } as const

beforeAll(async () => {
  registry = await openRegistry()
  tenant = await registry.newTenant()
  const domains = await json(tenant.ask('GET', '/v1.0/domains'))
  domain = domains.value[0].id
  for (const [name, licensed] of Object.entries(people))
    await registry.store.pool.query(
      `insert into directory_user (tenant_id, user_id, user_principal_name, display_name, licensed)
       values ($1, gen_random_uuid(), $2, 'P', $3)`,
      [tenant.tenantId, `${name}@${domain}`, licensed],
    )
  const { value } = await send({ hardwareIdentifier: hashFixture(1).hardwareHash })
  await registry.decideAll()
  device = (await receipt(value[0].id)).state.deviceRegistrationId
})
afterAll(() => registry.close())
beforeEach(() => policy(false))

const policy = async (assignedUserMustExist: boolean) =>
  expect(
    (await tenant.ask('PUT', '/admin/v1/registration-policy', { assignedUserMustExist })).status,
  ).toBe(200)
const send = (row: Json) =>
  json(
    tenant.ask('POST', `${v1}/${importedSet}/import`, {
      importedWindowsAutopilotDeviceIdentities: [row],
    }),
  )
const receipt = (id: string) => json(tenant.ask('GET', `${v1}/${importedSet}/${id}`))
const assign = (userPrincipalName: string) =>
  tenant.ask('POST', `${v1}/${identitySet}/${device}/assignUserToDevice`, {
    userPrincipalName,
    addressableUserName: 'X',
  })
const warningIn = (of: Json) => of['assignedUserPrincipalName@taxiway.warning']

test('somebody unknown or without license is taken with a warning that says what may become of the device', async () => {
  const cases = [
    ['known', undefined],
    ['unlicensed', /has no license.*unusable/],
    ['ghost', /is not a user of this tenant.*unusable/],
  ] as const
  for (const [name, words] of cases) {
    const row = { serialNumber: 'X', assignedUserPrincipalName: `${name}@${domain}` }
    const { value } = await send(row)
    for (const shown of [value[0], await receipt(value[0].id)])
      if (words === undefined) expect(warningIn(shown)).toBeUndefined()
      else expect(warningIn(shown)).toMatch(words)
    const assigned = await assign(`${name}@${domain}`)
    expect(assigned.status).toBe(204)
    if (words === undefined) expect(assigned.headers.get('warning')).toBeNull()
    else expect(assigned.headers.get('warning')).toMatch(words)
  }
})

test('where the tenant demands it, they are refused by imports, actions and bulk changes', async () => {
  await policy(true)
  const { value } = await send({
    serialNumber: 'X',
    assignedUserPrincipalName: `ghost@${domain}`,
  })
  await registry.decideAll()
  expect((await receipt(value[0].id)).state.deviceErrorName).toBe('AssignedUserNotInTenant')
  for (const name of ['ghost', 'unlicensed'])
    expect((await assign(`${name}@${domain}`)).status).toBe(400)
  expect((await assign(`known@${domain}`)).status).toBe(204)
})

test('bulk changes and imports of the portal look at the domain too', async () => {
  const change = (set: string) => ({
    kind: 'update-devices',
    selection: { ids: [device] },
    change: { userPrincipalName: { set } },
  })
  for (const dryRun of [true, false]) {
    const body = { ...change('x@elsewhere.example'), dryRun }
    const [status, { error }] = await answer(tenant.ask('POST', '/admin/v1/jobs', body))
    expect([status, JSON.stringify(error)]).toEqual([
      400,
      expect.stringContaining('elsewhere.example'),
    ])
  }
  const preview = await json(
    tenant.ask('POST', '/admin/v1/jobs', { ...change(`ghost@${domain}`), dryRun: true }),
  )
  const shown = await json(tenant.ask('GET', `/admin/v1/jobs/${preview.id}/rows`))
  expect(shown.value).toMatchObject([
    { state: 'changed', reason: expect.stringMatching(/is not a user of this tenant.*unusable/) },
  ])
  const { hardwareHash } = hashFixture(2)
  const row = (assignedUserPrincipalName: string) => ({
    file: 'a.csv',
    line: 2,
    hardwareIdentifier: hardwareHash,
    assignedUserPrincipalName,
  })
  const rows = [row('x@elsewhere.example'), row(`ghost@${domain}`)]
  const sent = await json(tenant.ask('POST', '/admin/v1/imports', { label: 'a', rows }))
  await registry.decideAll()
  const { value } = await json(tenant.ask('GET', `/admin/v1/imports/${sent.importId}/rows`))
  expect(value[0].errorName).toBe('AssignedUserNotInTenant')
  expect(value[1].userWarning).toMatch(/is not a user/)
})
