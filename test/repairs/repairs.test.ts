/** Repairs over HTTP: the machine of states, the documented scenarios as captures, and what is carried over. */
import { randomBytes } from 'node:crypto'
import { createLocalJWKSet, jwtVerify } from 'jose'
import { type RepairScenarioKey, repairScenarioKeys, repairScenarios } from 'taxiway-autopilot'
import { askForProfile } from 'taxiway-device'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { wrapWith } from '../../src/storage/secrets/key-encryption.ts'
import { machine, openFirstBoot } from '../deployment/support.ts'
import { base64, described, later } from '../support/machines.ts'
import { type Client, json, origin } from '../support/registry.ts'
import { capturesOf, desktop } from './captures.ts'
import { caseTests } from './case-tests.ts'
import { confirmedTests } from './confirmed-tests.ts'
import { remediationTests } from './remediation-tests.ts'
import { act, devicesPath, parked, refused, repairPath, returned, shown } from './support.ts'

const importsPath = '/v1.0/deviceManagement/importedWindowsAutopilotDeviceIdentities'

const wrap = wrapWith(randomBytes(32))
let boot: Awaited<ReturnType<typeof openFirstBoot>>
let owner: Client
let stranger: Client

beforeAll(async () => {
  boot = await openFirstBoot({ wrap })
  owner = await boot.newTenant()
  stranger = await boot.newTenant()
})
afterAll(() => boot.close())

const register = (bytes: Uint8Array, to = owner, tag = '') => boot.register(to, base64(bytes), tag)

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

describe('each documented scenario, driven by captures, gives its verdict', () => {
  test.each(repairScenarioKeys.filter((key) => key !== 'donor-registered'))('%s', async (key) => {
    const { before, after, donor, isDonorFree } = capturesOf[key](key)
    const id = await register(before)
    if (donor !== undefined && isDonorFree !== true) await register(donor)
    const away = await parked(owner, id, key)
    const { verdict } = repairScenarios[key]
    const compared = await returned(owner, away, after)
    expect(compared).toMatchObject({ scenario: key, state: 'compared', verdict: { kind: verdict } })
    await finished(key, compared.id)
  })

  test('there are twenty of them', () => expect(repairScenarioKeys).toHaveLength(20))
})

/** What each verdict leads to. */
async function finished(key: RepairScenarioKey, id: string): Promise<void> {
  const { verdict } = repairScenarios[key]
  if (verdict === 'sameDevice' || verdict === 'boardReplaced') {
    const done = await act(owner, [{ id }, 'reregister'])
    expect(done.state).toBe('reregistered')
    expect(done.registrationId === done.deviceId).toBe(verdict === 'sameDevice')
    return
  }
  const { status, message } = await refused(owner, `${repairPath}/${id}/reregister`)
  expect(status).toBe(409)
  expect(message).toMatch(verdict === 'ambiguous' ? /confirm/ : /firmware/)
  if (verdict === 'ambiguous')
    expect(await act(owner, [{ id }, 'reregister'], { confirm: 'anotherBoard' })).toMatchObject({
      state: 'reregistered',
    })
}

test('a board that is bound to a registration never re-registers; released first, it does', async () => {
  const { before, after, donor } = capturesOf['donor-registered']('bound')
  const id = await register(before)
  const donorId = await register(donor as Uint8Array)
  const away = await parked(owner, id, 'donor-registered')
  const blocked = await returned(owner, away, after)
  expect(blocked).toMatchObject({
    state: 'blocked',
    verdict: { kind: 'donorBound', donorRegistrationId: donorId },
  })
  expect((await refused(owner, `${repairPath}/${away.id}/reregister`)).status).toBe(409)
  expect(
    (await refused(owner, `${repairPath}/${away.id}/reregister`, { confirm: 'anotherBoard' }))
      .status,
  ).toBe(409)

  expect((await owner.ask('DELETE', `${devicesPath}/${donorId}`)).status).toBeLessThan(300)
  expect(await returned(owner, away, after)).toMatchObject({ state: 'compared' })
  const done = await act(owner, [away, 'reregister'])
  expect(done).toMatchObject({ state: 'reregistered', deviceId: id })
  // The donor cannot come back: two live devices could share an id.
  const restore = await owner.ask('POST', `/admin/v1/deleted-devices/${donorId}/restore`)
  expect(restore.status).toBe(409)
})

test('a board of another tenant stops the case, names nobody, and its owner is notified', async () => {
  const { before, after, donor } = capturesOf['donor-registered']('foreign')
  const id = await register(before)
  const donorId = await register(donor as Uint8Array, stranger)
  const away = await parked(owner, id, 'donor-registered')
  const blocked = await returned(owner, away, after)
  expect(blocked).toMatchObject({
    state: 'blocked',
    verdict: { kind: 'donorBound', donorRegistrationId: null },
  })
  expect(JSON.stringify(blocked)).not.toContain(donorId)
  expect(JSON.stringify(blocked)).not.toContain(stranger.tenantId)
  expect(
    (await refused(owner, `${repairPath}/${away.id}/reregister`, { confirm: 'anotherBoard' }))
      .status,
  ).toBe(409)
  await boot.app.makeCheckpoints()
  const { value } = await json(stranger.ask('GET', '/admin/v1/events?types=device.sighted'))
  expect(value).toMatchObject([{ data: { registrationIds: [donorId] } }])
})

test('captures are not an oracle: a tenant that has learned too much today learns nothing more', async () => {
  const curious = await boot.newTenant()
  const own = desktop('curious')
  const away = await parked(curious, await register(own, curious))
  await boot.store.pool.query(
    `insert into cross_tenant_disclosure values ($1, (business_now() at time zone 'UTC')::date, 1000000)`,
    [curious.tenantId],
  )
  for (const capture of [
    desktop('stranger’s'),
    later(own, [{ event: 'board-replaced', reflashed: true }]),
  ]) {
    const answer = await refused(curious, `${repairPath}/${away.id}/returned`, {
      hardwareHash: base64(capture),
    })
    expect(answer.status).toBe(429)
  }
  expect(await returned(curious, away, own)).toMatchObject({
    verdict: { kind: 'sameDevice' },
  })
})

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
  const { code } = await json(tenant.ask('POST', '/admin/v1/transfers', { deviceIds: [id] }))
  const taken = await refused(stranger, '/admin/v1/transfers/accept', { code })
  expect([taken.status, taken.message]).toEqual([409, expect.stringContaining('parked')])

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
