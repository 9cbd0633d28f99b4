/** The states of a case, its files, the time to answer, and who may do what: run on the server of `repairs.test.ts`. */
import { randomUUID } from 'node:crypto'
import { checkCertificates } from 'taxiway-autopilot'
import type { RepairCases } from 'taxiway-autopilot/admin'
import { expect, test } from 'vitest'
import type { Wrap } from '../../src/core/wrap.ts'
import type { openFirstBoot } from '../deployment/support.ts'
import { base64, later } from '../support/machines.ts'
import { type Client, json, origin } from '../support/registry.ts'
import { giveRole, roleNamed } from '../support/roles.ts'
import { desktop } from './captures.ts'
import {
  act,
  asked,
  devicesPath,
  diagnostic,
  opened,
  parked,
  refused,
  repairPath,
  shown,
} from './support.ts'

export type Site = {
  readonly wrap: Wrap
  readonly boot: Awaited<ReturnType<typeof openFirstBoot>>
  readonly owner: Client
  readonly stranger: Client
  register(bytes: Uint8Array, to?: Client, tag?: string): Promise<string>
  eventsOf(client: Client, id: string): Promise<string[]>
}

export function caseTests(site: () => Site): void {
  test('every state has its acts; a fourth denial voids the claim; limits hold', async () => {
    const { owner, register } = site()
    const id = await register(desktop('states'))
    const made = await opened(owner, id)
    expect(made.state).toBe('open')
    expect((await refused(owner, repairPath, { deviceId: id })).status).toBe(400)
    const path = `${repairPath}/${made.id}`
    for (const name of ['submit', 'release-device', 'returned', 'reregister', 'vendor-status']) {
      const bodies = {
        submit: { vendor: 'V' },
        'release-device': { scenario: 'general' },
        returned: { hardwareHash: 'AAAA' },
        'vendor-status': { status: 'accepted' },
      }
      const { status, message } = await refused(
        owner,
        `${path}/${name}`,
        bodies[name as keyof typeof bodies] ?? {},
      )
      expect([status, message], name).toEqual([409, expect.stringContaining('Possible now')])
    }
    const twice = await owner.ask('POST', repairPath, {
      deviceId: id,
      problem: { summary: 'x' },
      contact: { name: 'A', timeZone: 'UTC' },
    })
    expect(twice.status).toBe(409)
    expect((await act(owner, [made, 'diagnostics'], { diagnostics: [diagnostic] })).state).toBe(
      'diagnosed',
    )
    const part = { number: 'MBD', isBoard: true }
    const tooMuch = { vendor: 'Maker', parts: [part, part, part, part, part] }
    expect((await refused(owner, `${path}/submit`, tooMuch)).status).toBe(400)
    const longNote = { vendor: 'Maker', troubleshootingNote: 'x'.repeat(1_001) }
    expect((await refused(owner, `${path}/submit`, longNote)).status).toBe(400)
    for (let denials = 1; denials <= 4; denials++) {
      const claim = { vendor: 'Maker', parts: [part], troubleshootingNote: 'x'.repeat(1_000) }
      await act(owner, [made, 'submit'], claim)
      expect((await refused(owner, `${path}/vendor-status`, { status: 'denied' })).status).toBe(400)
      const told = await act(owner, [made, 'vendor-status'], {
        status: 'denied',
        reason: 'no evidence',
      })
      expect(told).toMatchObject({
        state: denials > 3 ? 'void' : 'denied',
        vendor: { denials, submissions: denials },
      })
    }
    expect((await refused(owner, `${path}/submit`, { vendor: 'Maker' })).status).toBe(409)
    expect((await act(owner, [made, 'close'], { resolution: 'bought a new one' })).state).toBe(
      'closed',
    )
    expect((await refused(owner, `${path}/notes`, { text: 'late' })).status).toBe(409)
    // Another case may begin now.
    const next = await opened(owner, id)
    expect((await act(owner, [next, 'cancel'])).state).toBe('cancelled')
  })

  test('a cancelled case puts the registration in force again', async () => {
    const { boot, register } = site()
    const tenant = await boot.newTenant()
    const profileId = await boot.assignProfile(tenant)
    const id = await register(desktop('cancelled'), tenant)
    const away = await parked(tenant, id)
    await act(tenant, [away, 'vendor-status'], { status: 'shipped' })
    expect((await act(tenant, [away, 'cancel'])).state).toBe('cancelled')
    const { value } = await json(
      tenant.ask(
        'GET',
        `/beta/deviceManagement/windowsAutopilotDeploymentProfiles/${profileId}/assignedDevices`,
      ),
    )
    expect(value.map((each: { id: string }) => each.id)).toEqual([id])
    expect(await boot.device(tenant, id)).not.toMatchObject({
      deploymentProfileAssignmentStatus: 'notAssigned',
    })
  })

  test('files are kept encrypted, and given back as they were', async () => {
    const { boot, owner, stranger, register } = site()
    const made = await opened(owner, await register(desktop('files')))
    const content = Buffer.from('MSCF cabinet').toString('base64')
    const file = await asked<{ id: string }>(
      owner,
      ['POST', `${repairPath}/${made.id}/attachments`],
      {
        name: 'diag.cab',
        content,
      },
    )
    const of = { diagnostics: [{ ...diagnostic, attachmentId: file.id }] }
    expect((await act(owner, [made, 'diagnostics'], of)).diagnostics).toHaveLength(1)
    const missing = { diagnostics: [{ ...diagnostic, attachmentId: made.id }] }
    expect((await refused(owner, `${repairPath}/${made.id}/diagnostics`, missing)).status).toBe(400)
    const answer = await owner.ask('GET', `${repairPath}/${made.id}/attachments/${file.id}`)
    expect(await answer.text()).toBe('MSCF cabinet')
    expect(answer.headers.get('content-disposition')).toContain('diag.cab')
    const { rows } = await boot.store.pool.query('select content from repair_attachment')
    expect(rows.every((row) => !row.content.includes('MSCF'))).toBe(true)
    expect((await stranger.ask('GET', `${repairPath}/${made.id}`)).status).toBe(404)
  })

  test('an answer is due by the end of the next business day of the contact; later it is overdue, once', async () => {
    const { boot, register, eventsOf } = site()
    const tenant = await boot.newTenant()
    const set = { workDays: [1, 2, 3, 4, 5], holidays: ['2026-12-25'] }
    await asked(tenant, ['PUT', '/admin/v1/repair-calendar'], set)
    expect(await asked(tenant, ['GET', '/admin/v1/repair-calendar'])).toEqual(set)
    const made = await opened(tenant, await register(desktop('overdue'), tenant))
    expect(Date.parse(made.respondBy)).toBeGreaterThan(Date.now())
    const zone = await refused(tenant, repairPath, {
      deviceId: made.deviceId,
      problem: { summary: 'x' },
      contact: { name: 'A', timeZone: 'Mars/Olympus' },
    })
    expect([zone.status, zone.message]).toEqual([400, expect.stringContaining('timeZone')])
    expect(await boot.app.settleRepairs()).toBe(0)
    await boot.store.pool.query(
      `update repair_case set respond_by = business_now() - interval '1 minute' where case_id = $1`,
      [made.id],
    )
    expect(await boot.app.settleRepairs()).toBe(1)
    expect(await boot.app.settleRepairs()).toBe(0)
    expect(await shown(tenant, made)).toMatchObject({ isOverdue: true })
    expect(await eventsOf(tenant, made.id)).toEqual(['repair.case.opened', 'repair.case.overdue'])
    await act(tenant, [made, 'notes'], { text: 'We are on it.', isReply: true })
    expect((await shown(tenant, made)).respondedDateTime).not.toBeNull()
  })

  test('a service desk opens and follows cases of its tags, and does nothing else', async () => {
    const { boot, register } = site()
    const tenant = await boot.newTenant()
    const [mine, other] = [
      await register(desktop('tag A'), tenant, 'A'),
      await register(desktop('tag B'), tenant, 'B'),
    ]
    const desk = await boot.newClient(tenant.tenantId, [])
    await giveRole(tenant, await roleNamed(tenant, 'Autopilot service desk'), {
      principalKind: 'application',
      principalId: desk.applicationId,
      groupTags: ['A'],
    })
    const seen = await opened(tenant, other)
    const made = await opened(desk, mine)
    const body = {
      deviceId: other,
      problem: { summary: 'x' },
      contact: { name: 'A', timeZone: 'UTC' },
    }
    expect((await desk.ask('POST', repairPath, body)).status).toBe(404)
    expect((await desk.ask('GET', `${repairPath}/${seen.id}`)).status).toBe(404)
    expect((await desk.ask('POST', `${repairPath}/${seen.id}/cancel`, {})).status).toBe(404)
    const { value } = await asked<RepairCases>(desk, ['GET', repairPath])
    expect(value.map(({ id }) => id)).toEqual([made.id])
    expect(
      (await asked<RepairCases>(tenant, ['GET', `${repairPath}?open=true&limit=1`])).next,
    ).toBe(made.id)
    expect((await desk.ask('DELETE', `${devicesPath}/${mine}`)).status).toBe(403)
    expect(
      (await desk.ask('PUT', '/admin/v1/repair-calendar', { workDays: [1], holidays: [] })).status,
    ).toBe(403)
  })

  test('a released device has a certificate too, directly and out of its reservation, in one chain', async () => {
    const { boot } = site()
    const tenant = await boot.newTenant()
    const bytes = base64(desktop('released'))
    const direct = await boot.register(tenant, bytes)
    await asked(tenant, ['POST', '/admin/v1/releases'], { ids: [direct] })
    const later = await boot.register(tenant, bytes)
    await tenant.ask('DELETE', `${devicesPath}/${later}`)
    // A second one on the same day would take an approval.
    await boot.store.pool.query('delete from destructive_act where tenant_id = $1', [
      tenant.tenantId,
    ])
    await asked(tenant, ['POST', `/admin/v1/deleted-devices/${later}/release`], {})
    const of = async (id: string) =>
      (await json(tenant.ask('GET', `/admin/v1/release-certificates/${id}`))).certificates
    const [one, two] = [...(await of(direct)), ...(await of(later))]
    expect([one, two]).toMatchObject([
      { kind: 'release', sequence: 1 },
      { kind: 'release', sequence: 2 },
    ])
    const keys = await json(
      boot.app.fetch(new Request(`${origin}/.well-known/taxiway-release-keys`)),
    )
    const checked = await checkCertificates([one.jws, two.jws], keys.keys)
    expect(checked).toMatchObject([{ valid: true }, { valid: true }])
    const strange = site().stranger.ask('GET', `/admin/v1/release-certificates/${direct}`)
    expect((await strange).status).toBe(404)
  })

  test('a device that said other hardware in management is found, and one request opens its case', async () => {
    const { boot } = site()
    const tenant = await boot.newTenant()
    const before = desktop('mismatch')
    const id = await boot.register(tenant, base64(before))
    const after = later(before, [{ event: 'board-replaced', reflashed: true }])
    const said = { CachedHardwareBlob: base64(before), CurrentHardwareBlob: base64(after) }
    const model = 'Bench'
    const saying = { tenantId: tenant.tenantId, registrationId: id, said: { ...said, model } }
    const enrollment = await differs(site(), saying)
    const second = await boot.register(tenant, base64(desktop('mismatch two')))
    await differs(site(), { tenantId: tenant.tenantId, registrationId: second, said: {} })
    const read = (after?: string) =>
      asked<{ value: object[]; next: string | null }>(tenant, [
        'GET',
        `/admin/v1/repair-findings?limit=1${after ? `&after=${encodeURIComponent(after)}` : ''}`,
      ])
    const { value, next } = await read()
    expect(value).toMatchObject([{ registrationId: id, hasCapture: true }])
    const rest = await read(next ?? '')
    expect(rest).toMatchObject({ value: [{ registrationId: second }], next: null })
    const path = `/admin/v1/repair-findings/${id}/open`
    const made = await asked(tenant, ['POST', path], { timeZone: 'Europe/Berlin' })
    expect(made).toMatchObject({ state: 'diagnosed', diagnostics: [{ result: 'failed' }] })
    // The hashes are for holders of hashes.read, and each reading of them is audited.
    const shown = `/admin/v1/enrollments/${enrollment}/management`
    const { hardwareMismatchData } = await asked<Record<string, string>>(tenant, ['GET', shown])
    const file = `${repairPath}/${made.id}/attachments/${made.diagnostics[0]?.attachmentId}`
    const attached = await (await tenant.ask('GET', file)).json()
    for (const each of [JSON.parse(atob(hardwareMismatchData ?? '')), attached])
      expect(each).toEqual({ model })
    expect((await refused(tenant, path)).status).toBe(404)
    await act(tenant, [made, 'submit'], { vendor: 'Own workshop' })
    await act(tenant, [made, 'release-device'], { scenario: 'general' })
    const compared = await act(tenant, [made, 'returned'])
    expect(compared.verdict?.kind).toBe('boardReplaced')
  })
}

type Differing = {
  readonly tenantId: string
  readonly registrationId: string
  readonly said: object
}

/** What a session leaves behind in which a registered device says another hash. Returns the enrollment's id. */
export async function differs(
  { boot: { store }, wrap }: Site,
  { tenantId, registrationId, said }: Differing,
) {
  const id = randomUUID()
  await store.pool.query(
    `insert into enrollment (tenant_id, enrollment_id, device_id, enrollment_type, ownership, registration_id, means)
     values ($1, $2, 'D', 'full', 'corporate', $3, 'administrator')`,
    [tenantId, id, registrationId],
  )
  const data = Buffer.from(Buffer.from(JSON.stringify(said)).toString('base64'))
  const state = { hash: { state: 'differs', at: new Date().toISOString() } }
  await store.pool.query(
    'insert into managed_enrollment (tenant_id, enrollment_id, state, mismatch) values ($1, $2, $3, $4)',
    [tenantId, id, JSON.stringify(state), wrap.wrap(data, `hardware_mismatch:${id}`)],
  )
  return id
}
