/** A removal plan from its preview to its undoing. */
import { expect, test } from 'vitest'
import type { Permission } from '../../src/core/access/permissions.ts'
import { programWith, roleOf } from '../access/callers-of-matrix.ts'
import { type Json, json, origin } from '../support/registry.ts'
import { devicesPath } from './plan-site.ts'
import { act, enroll, look, register, site, work } from './removal-stage.ts'

test('planned, run, seen to be gone, and undone: what comes back is as it was, and the rest is named', async () => {
  const [id = ''] = await register('PE0VG8PF', 'PE0VG8PG')
  await enroll('PE0VG8PF')
  const {
    managedDeviceId: _,
    enrollmentState: __,
    ...before
  } = await json(site.client.ask('GET', `${devicesPath}/${id}`))
  const asked = await site.client.ask('POST', '/admin/v1/removal-plans', {
    select: { serialNumbers: ['PE0VG8PF'] },
    order: 'intune-autopilot',
    reason: 'sold',
  })
  const made = await json(asked)
  expect([asked.status, made.state, made.reason]).toEqual([201, 'ready', 'sold'])
  const [device] = made.devices
  expect(device).toMatchObject({
    id,
    join: 'entraJoined',
    match: {
      certainty: 'exact',
      by: ['autopilotId', 'serialNumber', 'managedDeviceId', 'azureAdDeviceId'],
    },
  })
  expect(device.warnings.map(({ code }: Json) => code)).toEqual([
    'bitlocker-keys-go-with-the-directory-object',
    'user-assigned',
  ])
  expect(device.steps.map(({ n, what, state }: Json) => [n, what, state])).toEqual([
    [1, 'managedDevice.delete', 'pending'],
    [2, 'autopilot.unassignUser', 'pending'],
    [3, 'autopilot.delete', 'pending'],
    [4, 'sync', 'pending'],
    [5, 'verify.absent', 'pending'],
  ])
  for (const { source, grade } of [made.orderFrom, ...device.steps, ...made.warnings])
    expect([source.length > 5, grade]).toEqual([true, expect.stringMatching(/^(doc|obs|inf)/)])

  const path = `/admin/v1/removal-plans/${made.id}`
  const etag = asked.headers.get('etag') ?? ''
  expect((await site.client.ask('GET', path)).headers.get('etag')).toBe(etag)
  const run = (match: string) =>
    site.registry.app.fetch(
      new Request(`${origin}${path}/run`, {
        method: 'POST',
        headers: { authorization: `Bearer ${site.client.token}`, 'if-match': match },
      }),
    )
  expect((await run('"0-ready"')).status).toBe(412)
  expect((await run(etag)).status).toBe(202)
  await work()
  const done = await look(made.id)
  expect(done).toMatchObject({
    state: 'done',
    devices: [
      {
        verified: { managedDevice: 'absent', autopilot: 'absent', directoryDevice: 'absent' },
        undoUntil: expect.stringMatching(/^20/),
      },
    ],
  })
  expect(done.devices[0].steps.every(({ state, at }: Json) => state === 'done' && at)).toBe(true)
  const file = await json(site.client.ask('GET', `${path}/export`))
  expect(file.devices[0].archive).toMatchObject({
    registration: { groupTag: 'Lab', userPrincipalName: 'ada@contoso.test' },
    managedDevice: { deviceName: 'PC' },
  })
  const readBy = async (...permissions: Permission[]) => {
    const roleId = await roleOf(site.client, ['removals.read', ...permissions])
    const reader = await programWith(site.registry, site.client, { roleId })
    return (await json(reader.ask('GET', `${path}/export`))).devices[0].archive
  }
  expect(await readBy()).toBeNull()
  expect(await readBy('devices.read')).toMatchObject({
    registration: { groupTag: 'Lab' },
    managedDevice: null,
    directoryDevice: null,
  })
  expect(await readBy('devices.read', 'managed-devices.read')).toMatchObject({
    managedDevice: { deviceName: 'PC' },
    directoryDevice: null,
  })
  expect((await act(made.id, 'run')).status).toBe(409)

  expect(await act(made.id, 'undo')).toMatchObject({ status: 202, body: { state: 'undoing' } })
  await work()
  const undone = await look(made.id)
  expect(undone).toMatchObject({
    state: 'undone',
    devices: [{ restored: ['autopilot'], notRestorable: ['managedDevice'] }],
  })
  expect(undone.devices[0].lost).toContain('BitLocker')
  expect(await json(site.client.ask('GET', `${devicesPath}/${id}`))).toMatchObject(before)
  expect((await act(made.id, 'undo')).status).toBe(409)
  const events = await json(site.client.ask('GET', '/admin/v1/events'))
  expect(
    events.value.map(({ type }: Json) => type).filter((type: string) => type.startsWith('removal')),
  ).toEqual(['removal.plan.ready', 'removal.plan.done', 'removal.plan.undone'])
})
