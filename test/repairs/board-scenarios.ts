/** The documented scenarios as captures, and boards that belong to somebody else. */
import { type RepairScenarioKey, repairScenarioKeys, repairScenarios } from 'taxiway-autopilot'
import { describe, expect, test } from 'vitest'
import { base64, later } from '../support/machines.ts'
import { withinOneDay } from '../support/one-day.ts'
import { json } from '../support/registry.ts'
import { capturesOf, desktop } from './captures.ts'
import { boot, owner, register, stranger } from './repair-stage.ts'
import { act, devicesPath, parked, refused, repairPath, returned } from './support.ts'

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
  await boot.app.sendNotices()
  const { value } = await json(stranger.ask('GET', '/admin/v1/events?types=device.sighted'))
  expect(value).toMatchObject([{ data: { registrationIds: [donorId] } }])
})

test('captures are not an oracle: a tenant that has learned too much today learns nothing more', async () => {
  const curious = await boot.newTenant()
  const own = desktop('curious')
  const away = await parked(curious, await register(own, curious))
  await withinOneDay(boot.store.pool)
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
