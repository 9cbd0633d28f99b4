/** Repairs over HTTP: the machine of states, the documented scenarios as captures, and what is carried over. */
import { createLocalJWKSet, jwtVerify } from 'jose'
import { askForProfile } from 'taxiway-device'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { machine } from '../deployment/support.ts'
import { base64, described, later } from '../support/machines.ts'
import { type Client, json, origin } from '../support/registry.ts'
import { desktop } from './captures.ts'
import { caseTests } from './case-tests.ts'
import { confirmedTests } from './confirmed-tests.ts'
import { remediationTests } from './remediation-tests.ts'
import { boot, openStage, owner, register, stranger, wrap } from './repair-stage.ts'
import { act, devicesPath, parked, refused, returned, shown } from './support.ts'
import './board-scenarios.ts'

beforeAll(openStage)
afterAll(() => boot.close())

const importsPath = '/v1.0/deviceManagement/importedWindowsAutopilotDeviceIdentities'

async function importCode(to: Client, bytes: Uint8Array): Promise<number> {
  const { id } = await json(to.ask('POST', importsPath, { hardwareIdentifier: base64(bytes) }))
  await boot.decideAll()
  return (await json(to.ask('GET', `${importsPath}/${id}`))).state.deviceErrorCode
}

async function eventsOf(client: Client, id: string): Promise<string[]> {
  const { value } = await json(client.ask('GET', '/admin/v1/events?limit=500'))
  return value
    .filter(({ data }: { data: { caseId?: string } }) => data.caseId === id)
    .map(({ type }: { type: string }) => type)
}

test('everything is carried over, the old board is free with a certificate, and the profile closes the case', async () => {
  const tenant = await boot.newTenant()
  const [one, two] = [machine(0), machine(1)]
  const before = Buffer.from(one.fixture.hardwareHash, 'base64')
  const ekPublicModulus = described(Buffer.from(two.fixture.hardwareHash, 'base64')).ekPublicModulus
  const board = {
    event: 'board-replaced',
    reflashed: true,
    ...(ekPublicModulus && { ekPublicModulus }),
  } as const
  const after = later(before, [board])
  await boot.assignProfile(tenant)
  const id = await register(before, tenant, 'Office')
  const carried = { displayName: 'PC-1', purchaseOrderIdentifier: 'PO-7' }
  expect(
    (
      await tenant.ask(
        'PATCH',
        `/beta/deviceManagement/windowsAutopilotDeviceIdentities/${id}`,
        carried,
      )
    ).status,
  ).toBeLessThan(300)
  const group = await json(
    tenant.ask('POST', '/v1.0/groups', {
      displayName: 'G',
      mailEnabled: false,
      mailNickname: 'g',
      securityEnabled: true,
    }),
  )
  const object = async (of: string) =>
    (await json(tenant.ask('GET', `/v1.0/devices?$filter=physicalIds/any(p:p eq '[ZTDID]:${of}')`)))
      .value[0]
  const member = {
    '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${(await object(id)).id}`,
  }
  expect((await tenant.ask('POST', `/v1.0/groups/${group.id}/members/$ref`, member)).status).toBe(
    204,
  )

  const offer = { deviceIds: [id] }
  const { code } = await json(tenant.ask('POST', '/admin/v1/transfers', offer))
  const away = await parked(tenant, id)
  expect(away.state).toBe('deviceParked')
  const asks = (hash: Uint8Array, prover = one.prover) =>
    askForProfile(boot.service, base64(hash), prover)
  expect(await asks(before)).toMatchObject({ result: 'none' })
  expect(await boot.device(tenant, id)).toMatchObject({
    deploymentProfileAssignmentStatus: 'notAssigned',
  })
  expect(await importCode(stranger, before)).toBe(808)
  expect(await importCode(tenant, before)).toBe(806)
  for (const given of [
    await refused(stranger, '/admin/v1/transfers/accept', { code }),
    await refused(tenant, '/admin/v1/transfers', offer),
  ])
    expect([given.status, given.message]).toEqual([409, expect.stringContaining('parked')])

  expect(await returned(tenant, away, after)).toMatchObject({
    verdict: { kind: 'boardReplaced' },
  })
  const done = await act(tenant, [away, 'reregister'])
  const newId = done.registrationId
  expect(await boot.device(tenant, newId)).toMatchObject({ ...carried, groupTag: 'Office' })
  expect((await tenant.ask('GET', `${devicesPath}/${id}`)).status).toBe(404)
  const members = await json(tenant.ask('GET', `/v1.0/groups/${group.id}/members`))
  expect(members.value.map(({ id: each }: { id: string }) => each)).toEqual([
    (await object(newId)).id,
  ])
  const old = await json(tenant.ask('GET', `/admin/v1/deleted-devices/${id}`))
  expect(old).toMatchObject({ state: 'superseded', supersededBy: newId })

  const keys = await json(boot.app.fetch(new Request(`${origin}/.well-known/taxiway-release-keys`)))
  const { payload } = await jwtVerify(done.certificate?.jws ?? '', createLocalJWKSet(keys))
  expect(payload).toMatchObject({
    kind: 'repair',
    boundTo: null,
    device: { serialNumber: done.serialNumber },
  })
  // The vendor has the old board: its next owner does not meet 808.
  expect(await importCode(stranger, before)).toBe(0)

  await boot.app.settleRepairs()
  expect((await shown(tenant, away)).state).toBe('reregistered')
  expect(await asks(after, two.prover)).toMatchObject({ result: 'profile', registrationId: newId })
  expect(await boot.app.settleRepairs()).toBeGreaterThan(0)
  const closed = await shown(tenant, away)
  expect(closed.state).toBe('closed')
  expect(closed.history.map(({ what }) => what)).toEqual([
    'opened',
    'submitted',
    'parked',
    'returned: boardReplaced',
    'registered again',
    'verified: the device got its profile',
    'closed',
  ])
  expect(await eventsOf(tenant, away.id)).toEqual([
    'repair.case.opened',
    'repair.case.submitted',
    'repair.case.returned',
    'repair.case.verdict',
    'device.replaced',
    'repair.case.closed',
  ])
})

test('a kept board stays reserved, and has no certificate', async () => {
  const before = desktop('kept')
  const id = await register(before)
  const away = await parked(owner, id)
  await returned(owner, away, later(before, [{ event: 'board-replaced', reflashed: true }]))
  const done = await act(owner, [away, 'reregister'], { keepBoard: true })
  expect(done.certificate).toBeNull()
  expect(await importCode(stranger, before)).toBe(808)
  expect(await json(owner.ask('GET', `/admin/v1/deleted-devices/${id}`))).toMatchObject({
    state: 'reserved',
  })
})

test('a vendor that sends another device replaces the registration', async () => {
  const [before, other] = [desktop('swap'), desktop('swapped')]
  const away = await parked(owner, await register(before, owner, 'Desk'))
  expect(await returned(owner, away, other)).toMatchObject({
    verdict: { kind: 'otherDevice' },
  })
  const done = await act(owner, [away, 'reregister'])
  const { serialNumber, groupTag } = (await boot.device(owner, done.registrationId)) as Record<
    string,
    string
  >
  expect([serialNumber, groupTag]).toEqual([described(other).serialNumber, 'Desk'])
})

const site = () => ({ wrap, boot, owner, stranger, register, eventsOf })

caseTests(site)

confirmedTests(site)

remediationTests(site)
