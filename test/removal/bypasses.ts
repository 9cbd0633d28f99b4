/** Ways around an approval that somebody with a stolen token may try. None of them works. */
import { expect } from 'vitest'
import { type Json, origin } from '../support/registry.ts'
import type { Asker, FleetSite } from './fleet-site.ts'

const devicesPath = '/v1.0/deviceManagement/windowsAutopilotDeviceIdentities'

type Bypass = (site: FleetSite) => Promise<unknown>

/** Each leaves the whole fleet in place. */
export const bypasses: Readonly<Record<string, Bypass>> = {
  'the requester approves': async ({ cyd, decide, refused, deleteAll }) =>
    expect(await decide(cyd, await refused(deleteAll(cyd)))).toBe(403),
  'an administrator approves by being one': async ({ adi, decide, refused, deleteAll }) =>
    expect(await decide(adi, await refused(deleteAll(adi)))).toBe(403),
  'a program approves': async ({ adi, decide, refused, deleteAll, robot }) =>
    expect(await decide(robot, await refused(deleteAll(adi)))).toBe(403),
  'the requester approves in a new sign-in': async ({ cyd, decide, refused, deleteAll, people }) =>
    expect(await decide(await people.signIn('cyd'), await refused(deleteAll(cyd)))).toBe(403),
  'someone who may change programs approves what a program asks for': async ({
    cyd,
    decide,
    refused,
    deleteAll,
    robot,
  }) => expect(await decide(cyd, await refused(deleteAll(robot)))).toBe(403),
  'a guessed digest': async ({ adi, bea, decide, refused, deleteAll }) =>
    expect(await decide(bea, await refused(deleteAll(adi)), { digest: 'a'.repeat(64) })).toBe(409),
  'one device more than was approved': async ({
    adi,
    bea,
    decide,
    refused,
    deleteAll,
    devices,
  }) => {
    const id = await refused(deleteAll(adi, devices.slice(0, 59)))
    expect(await decide(bea, id)).toBe(200)
    await refused(deleteAll(adi))
  },
  'other devices, as many as were approved': async ({
    adi,
    bea,
    decide,
    refused,
    deleteAll,
    devices,
  }) => {
    expect(await decide(bea, await refused(deleteAll(adi, devices.slice(0, 20))))).toBe(200)
    await refused(deleteAll(adi, devices.slice(20, 40)))
  },
  'fewer devices than were approved': async ({ adi, bea, decide, refused, deleteAll, devices }) => {
    expect(await decide(bea, await refused(deleteAll(adi)))).toBe(200)
    await refused(deleteAll(adi, devices.slice(0, 59)))
  },
  'another requester uses the approval': async ({ adi, bea, cyd, decide, refused, deleteAll }) => {
    expect(await decide(bea, await refused(deleteAll(adi)))).toBe(200)
    await refused(deleteAll(cyd))
  },
  'another act on the same devices': async ({ adi, bea, decide, refused, deleteAll, devices }) => {
    expect(await decide(bea, await refused(deleteAll(adi)))).toBe(200)
    const releases = { ids: devices.map(({ id }) => id) }
    await refused(adi.ask('POST', '/admin/v1/releases', releases))
  },
  'it was rejected': async ({ adi, bea, decide, refused, deleteAll }) => {
    const id = await refused(deleteAll(adi))
    expect(await decide(bea, id, 'reject')).toBe(200)
    expect(await decide(bea, id)).toBe(409)
    await refused(deleteAll(adi))
  },
  'it was cancelled': async ({ adi, bea, decide, refused, deleteAll }) => {
    const id = await refused(deleteAll(adi))
    expect((await adi.ask('POST', `/admin/v1/approvals/${id}/cancel`)).status).toBe(200)
    expect(await decide(bea, id)).toBe(409)
  },
  'somebody else cancels it': async ({ adi, cyd, decide, refused, deleteAll }) =>
    expect(await decide(cyd, await refused(deleteAll(adi)), 'cancel')).toBe(403),
  'it expired before it was decided': async ({ adi, bea, decide, refused, deleteAll, sql }) => {
    const id = await refused(deleteAll(adi))
    await sql(`update approval set expires_at = now() - interval '1 second'`)
    expect(await decide(bea, id)).toBe(409)
    expect(await refused(deleteAll(adi))).not.toBe(id)
  },
  'it expired after it was approved': async ({ adi, bea, decide, refused, deleteAll, sql }) => {
    const id = await refused(deleteAll(adi))
    expect(await decide(bea, id)).toBe(200)
    await sql(`update approval set expires_at = now() - interval '1 second'`)
    await refused(deleteAll(adi))
  },
  'the approver has signed in too long ago': async ({
    adi,
    bea,
    decide,
    refused,
    deleteAll,
    sql,
    robot,
  }) => {
    const id = await refused(deleteAll(adi))
    await sql('insert into tenant_factor_policy (tenant_id, factor_required) values ($1, true)', [
      robot.tenantId,
    ])
    expect(await decide(bea, id)).toBe(403)
    await sql('delete from tenant_factor_policy')
  },
  'a password where the organization wants a passkey': async ({
    adi,
    bea,
    decide,
    refused,
    deleteAll,
    sql,
    robot,
  }) => {
    const id = await refused(deleteAll(adi))
    await sql(
      `insert into tenant_factor_policy (tenant_id, passkey_roles) values ($1, '{Autopilot approver}')`,
      [robot.tenantId],
    )
    expect(await decide(bea, id)).toBe(403)
    await sql('delete from tenant_factor_policy')
  },
  'the requester makes the approver': async ({ adi, decide, refused, deleteAll, people }) => {
    const dan = await people.add('dan', [])
    const role = '7a4bd6a3-5a0f-4c6e-9b1c-2c8f1d3e5a06'
    const given = { roleId: role, principalKind: 'user', principalId: dan.id }
    const made = await adi.ask('POST', '/admin/v1/role-assignments', given)
    expect(made.status, await made.clone().text()).toBe(201)
    expect(await decide(await people.signIn('dan'), await refused(deleteAll(adi)))).toBe(403)
  },
  'somebody whom the requester made makes the approver': async ({
    adi,
    cyd,
    decide,
    refused,
    deleteAll,
    people,
  }) => {
    const [eve, fay] = [await people.add('eve', []), await people.add('fay', [])]
    const administrator = '62e90394-69f5-4237-9190-012177145e10'
    const approver = '7a4bd6a3-5a0f-4c6e-9b1c-2c8f1d3e5a06'
    const give = (by: Asker, roleId: string, principalId: string) =>
      by.ask('POST', '/admin/v1/role-assignments', { roleId, principalKind: 'user', principalId })
    expect((await give(adi, administrator, eve.id)).status).toBe(201)
    expect((await give(await people.signIn('eve'), approver, fay.id)).status).toBe(201)
    const id = await refused(deleteAll(adi))
    expect(await decide(await people.signIn('fay'), id)).toBe(403)
    // What somebody unconnected asks for, fay may decide.
    expect(await decide(await people.signIn('fay'), await refused(deleteAll(cyd)))).toBe(200)
  },
  'nobody signed in': async ({ adi, refused, deleteAll, registry }) => {
    const id = await refused(deleteAll(adi))
    const path = `${origin}/admin/v1/approvals/${id}/approve`
    expect((await registry.app.fetch(new Request(path, { method: 'POST' }))).status).toBe(401)
  },
  'an administrator of another organization': async ({
    adi,
    decide,
    refused,
    deleteAll,
    registry,
  }) => {
    const stranger = await registry.newTenant()
    expect(await decide(stranger, await refused(deleteAll(adi)))).toBe(404)
    expect(
      (await stranger.ask('GET', `/admin/v1/approvals/${await refused(deleteAll(adi))}`)).status,
    ).toBe(404)
  },
  'a lower person limit goes around nothing': async ({
    adi,
    refused,
    deleteAll,
    sql,
    robot,
    devices,
  }) => {
    await sql('insert into approval_policy values ($1, 100, 0, 24, 3)', [robot.tenantId])
    await refused(deleteAll(adi, devices.slice(0, 4)))
    expect((await deleteAll(robot, devices.slice(0, 3))).status).toBe(200)
    await refused(deleteAll(robot, devices.slice(3, 4)))
    await adi.ask('POST', '/admin/v1/deleted-devices/restore', { ids: devices.map((d) => d.id) })
  },
  'a policy is changed by its requester under another name': async ({
    bea,
    cyd,
    decide,
    refused,
    deleteAll,
    sql,
  }) => {
    const limit = { floor: 1_000, share: 1, hours: 1 }
    const asked = await cyd.ask('PUT', '/admin/v1/approval-policy', { limit })
    const { approvalId }: Json = await asked.json()
    expect(await decide(cyd, approvalId)).toBe(403)
    await sql(`update approval set payload = jsonb_set(payload, '{limit,floor}', '5')`)
    expect(await decide(bea, approvalId, 'reject')).toBe(200)
    await refused(deleteAll(cyd))
  },
  'users are taken from many devices': async ({ adi, refused, devices }) => {
    const change = { userPrincipalName: { clear: true } }
    const selection = { ids: devices.map(({ id }) => id) }
    await refused(adi.ask('POST', '/admin/v1/jobs', { kind: 'update-devices', change, selection }))
    for (const [n, { id }] of devices.entries()) {
      const { status } = await adi.ask('POST', `${devicesPath}/${id}/unassignUserFromDevice`)
      expect(status).toBe(n < 10 ? 204 : 403)
    }
  },
  'a release is split into single ones': async ({ adi, refused, sql, robot, devices }) => {
    const [first, second, third] = devices
    const ask = (device: (typeof devices)[number] | undefined) =>
      adi.ask('POST', '/admin/v1/releases', { ids: [device?.id] })
    expect((await ask(first)).status).toBe(200)
    await refused(ask(second))
    await refused(ask(third))
    await sql(
      `insert into device (tenant_id, device_id, serial_number, directory_object_id, directory_device_id)
       values ($1, $2, $3, gen_random_uuid(), gen_random_uuid())`,
      [robot.tenantId, first?.id, first?.serial],
    )
  },
  'a stranger’s approval of the same subjects is stored': async ({
    adi,
    refused,
    deleteAll,
    sql,
    ids,
  }) => {
    const id = await refused(deleteAll(adi))
    const { rows } = await sql('select requester, digest from approval where approval_id = $1', [
      id,
    ])
    expect(rows[0]?.['requester']).toBe(`user:${ids['adi']}`)
    await sql(`update approval set state = 'approved', requester = 'user:nobody'`)
    await refused(deleteAll(adi))
  },
}
