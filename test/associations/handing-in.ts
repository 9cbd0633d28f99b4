/** Codes and keys with which devices are handed in, and what administrators make of it. */
import { randomUUID } from 'node:crypto'
import { fleetMachine } from 'taxiway-device'
import { expect, test } from 'vitest'
import { leftoversIn } from '../../src/storage/upkeep/leftovers.ts'
import { type Client, type Json, json, origin } from '../support/registry.ts'
import { giveRole, roleNamed } from '../support/roles.ts'
import { boot, laptop, linkOf, tenant } from './stage.ts'

const hashOf = (number: number) => fleetMachine({ seed: 'intake' }, number).hardwareHash

let networks = 0

/** From a network of its own, unless one is given. */
function post(
  name: string,
  body: unknown,
  { headers = {}, from }: { headers?: Record<string, string>; from?: string } = {},
) {
  const request = new Request(`${origin}/intake/v1/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  networks += 1
  const address = from ?? `10.1.${networks >> 8}.${networks & 255}`
  return boot.app.fetch(request, { address, drop: () => undefined })
}

async function newCode(body: object = {}, by: Client = tenant): Promise<Json> {
  const made = await by.ask('POST', '/admin/v1/intake-codes', body)
  expect(made.status, await made.clone().text()).toBe(201)
  return await json(made)
}

const handIn = (code: string, given: object) => post('submissions', { code, ...given })
const list = async (by = tenant): Promise<Json[]> =>
  (await json(by.ask('GET', '/admin/v1/intake'))).value
const decide = (id: string, how: string, body: object = {}) =>
  decideAs(tenant, `${id}/${how}`, body)
const decideAs = (by: Client, act: string, body: object = {}) =>
  by.ask('POST', `/admin/v1/intake/${act}`, body)
const statusOf = async (code: string) => await json(post('status', { code }))
const registered = async (by = tenant): Promise<Json[]> =>
  (await json(by.ask('GET', '/beta/deviceManagement/windowsAutopilotDeviceIdentities'))).value

test('a hash that is handed in is registered once it is approved, and not before', async () => {
  const of = await boot.newTenant()
  const { code, url, qr, command } = await newCode({ groupTag: 'Kiosk', label: 'Hamburg' }, of)
  expect(code).toMatch(/^([A-Z2-7]{4}-){3}[A-Z2-7]{4}$/)
  expect([url, command]).toEqual([
    `${origin}/hand-in#${code}`,
    `irm ${origin}/intake/v1/script | iex`,
  ])
  expect(qr.every((row: string) => row.length === qr.length && /^[01]+$/.test(row))).toBe(true)
  expect(await statusOf(code)).toMatchObject({ state: 'unused' })
  const spelled = code.toLowerCase().replaceAll('-', ' ')
  const sent = await handIn(spelled, { hardwareHash: hashOf(1), note: 'desk 3' })
  expect(sent.status).toBe(201)
  const { id } = await json(sent)
  await boot.decideAll()
  expect(await registered(of)).toEqual([])
  expect(await statusOf(code)).toMatchObject({ state: 'pending' })
  expect(await list(of)).toMatchObject([
    { id, kind: 'hash', state: 'pending', note: 'desk 3', address: expect.stringMatching(/^10\./) },
  ])
  const approved = await json(decideAs(of, `${id}/approve`))
  expect(approved).toMatchObject({ state: 'approved', decidedBy: expect.any(String) })
  await boot.decideAll()
  const [device] = await registered(of)
  expect(device).toMatchObject({ groupTag: 'Kiosk', serialNumber: approved.serialNumber })
  expect(await statusOf(code)).toMatchObject({
    state: 'approved',
    serialNumber: device.serialNumber,
  })
  const receipt = `/v1.0/deviceManagement/importedWindowsAutopilotDeviceIdentities/${approved.receiptId}`
  expect((await json(of.ask('GET', receipt))).state.deviceImportStatus).toBe('complete')
  expect((await decideAs(of, `${id}/approve`)).status).toBe(409)
  const trail = JSON.stringify(await json(of.ask('GET', '/admin/v1/audit?limit=50')))
  expect(trail).toContain('Action approve IntakeSubmission')
  expect(trail).not.toContain(code)
  const { rows } = await boot.store.pool.query(
    'select payload from intake_submission where submission_id = $1',
    [id],
  )
  expect(rows).toEqual([{ payload: null }])
})

test('someone who may register some tags only approves nothing with another, and what was handed in stays', async () => {
  const of = await boot.newTenant()
  const limited = await boot.newClient(of.tenantId, [])
  await giveRole(of, await roleNamed(of, 'Autopilot device manager'), {
    principalKind: 'application',
    principalId: limited.applicationId,
    groupTags: ['Kiosk'],
  })
  const { code } = await newCode({ groupTag: 'Kiosk' }, of)
  const { id } = await json(handIn(code, { hardwareHash: hashOf(40) }))
  for (const groupTag of ['Executives', ''])
    expect((await decideAs(limited, `${id}/approve`, { groupTag })).status).toBe(403)
  expect(await list(of)).toMatchObject([{ id, state: 'pending' }])
  expect((await decideAs(limited, `${id}/approve`)).status).toBe(200)
  await boot.decideAll()
  expect(await registered(of)).toMatchObject([{ groupTag: 'Kiosk' }])
})

test('a code is spent once, by one of many at once, and never by what is not a device', async () => {
  const { code } = await newCode()
  for (const bad of [
    {},
    { hardwareHash: 'no hash' },
    { hardwareHash: 'AAAA' },
    { deviceLink: '!' },
  ])
    expect((await handIn(code, bad)).status).toBe(400)
  const both = { hardwareHash: hashOf(2), deviceLink: linkOf(laptop('I-1'), 'l') }
  expect((await handIn(code, both)).status).toBe(400)
  expect((await post('submissions', '{')).status).toBe(400)
  const many = await Promise.all(
    Array.from({ length: 6 }, () => handIn(code, { hardwareHash: hashOf(2) })),
  )
  expect(many.map(({ status }) => status).toSorted()).toEqual([201, ...Array(5).fill(403)])
})

test('codes that are wrong, withdrawn, expired or of another kind say the same, and are counted', async () => {
  const given = { hardwareHash: hashOf(3) }
  const { code: gone, id } = await newCode()
  expect((await tenant.ask('DELETE', `/admin/v1/intake-codes/${id}`)).status).toBe(204)
  const { code: late, id: lateId } = await newCode()
  await boot.store.pool.query(
    'update intake_code set expires_at = business_now() where code_id = $1',
    [lateId],
  )
  const { code: key } = await newCode({ kind: 'key' })
  const answers = await Promise.all(
    [gone, late, key, 'AAAA-BBBB-CCCC-DDDD'].map((code) => handIn(code, given)),
  )
  expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403])
  const texts = await Promise.all(answers.map(async (answer) => (await json(answer)).error.message))
  expect(new Set(texts).size).toBe(1)
  const from = '10.9.9.9'
  const tried: number[] = []
  for (let n = 0; n < 12; n++)
    tried.push(
      (await post('submissions', { code: `AAAA-BBBB-CCCC-DDD${n}`, ...given }, { from })).status,
    )
  expect(tried).toEqual([...Array(10).fill(403), 429, 429])
  expect((await tenant.ask('POST', '/admin/v1/intake-codes', { minutes: 100_000 })).status).toBe(
    400,
  )
})

test('a link is associated when it is approved; what is rejected or too late is nothing', async () => {
  const { code } = await newCode()
  const { id } = await json(handIn(code, { deviceLink: linkOf(laptop('I-2'), 'l') }))
  expect((await decide(id, 'approve')).status).toBe(400)
  const done = await json(decide(id, 'associate', { policyId: 'p' }))
  expect(done).toMatchObject({ state: 'approved', serialNumber: 'I-2', model: 'Book 1' })
  expect(
    await json(tenant.ask('GET', `/admin/v1/associations/${done.associationId}`)),
  ).toMatchObject({ state: 'preassociated', policyId: 'p' })
  const second = await newCode()
  const rejected = await json(handIn(second.code, { hardwareHash: hashOf(4) }))
  await decide(rejected.id, 'reject', { reason: 'Not one of ours' })
  expect(await statusOf(second.code)).toMatchObject({
    state: 'rejected',
    reason: 'Not one of ours',
  })
  const third = await newCode()
  const late = await json(handIn(third.code, { hardwareHash: hashOf(5) }))
  await boot.store.pool.query(
    'update intake_submission set expires_at = business_now() where submission_id = $1',
    [late.id],
  )
  expect(await statusOf(third.code)).toMatchObject({ state: 'expired' })
  expect((await decide(late.id, 'approve')).status).toBe(409)
  await boot.decideAll()
  expect(await registered()).toEqual([])
  const stranger = await boot.newTenant()
  expect(await list(stranger)).toEqual([])
  expect((await decideAs(stranger, `${rejected.id}/approve`)).status).toBe(404)
})

/** As the module sends it. */
const webhook = (serial: string, more: object = {}) => ({
  schemaVersion: 1,
  requestType: 'DeviceLinkPreassociation',
  requestId: randomUUID(),
  tenantId: null,
  generatedAtUtc: '2026-09-07T19:00:00.0000000Z',
  device: { serialNumber: serial, linkId: 'l', deviceLink: linkOf(laptop(serial), 'l') },
  source: { computerName: 'MININT-1', environment: 'WinPE', dllSource: 'System' },
  ...more,
})

test('the webhook of WindowsDeviceLink is received with a key, and waits for approval', async () => {
  const { code: key, url } = await newCode({ kind: 'key' })
  expect(url).toBe(`${origin}/intake/v1/devicelinks`)
  const send = (body: Json, headers: Record<string, string> = {}) =>
    post('devicelinks', body, {
      headers: {
        'x-windowsdevicelink-schema': '1',
        'x-windowsdevicelink-requestid': body.requestId,
        'x-windowsdevicelink-key': key,
        ...headers,
      },
    })
  const body = webhook('W-1')
  const first = await send(body)
  expect(first.status).toBe(202)
  const { id, requestId } = await json(first)
  expect(requestId).toBe(body.requestId)
  expect(await json(send(body))).toMatchObject({ id })
  expect((await list()).filter((each) => each.id === id)).toMatchObject([
    { kind: 'link', note: 'MININT-1', serialNumber: 'W-1' },
  ])
  const own = webhook('W-2', { tenantId: tenant.tenantId.toUpperCase() })
  expect((await send(own)).status).toBe(202)
  const stranger = await boot.newTenant()
  const refused: readonly (readonly [Json, Record<string, string>, number])[] = [
    [webhook('W-3', { tenantId: stranger.tenantId }), {}, 403],
    [webhook('W-3'), { 'x-windowsdevicelink-key': 'AAAA-BBBB-CCCC-DDDD' }, 403],
    [webhook('W-3'), { 'x-windowsdevicelink-schema': '2' }, 400],
    [webhook('W-3'), { 'x-windowsdevicelink-requestid': randomUUID() }, 400],
    [webhook('W-3', { schemaVersion: 2 }), {}, 400],
    [webhook('W-3', { requestType: 'Other' }), {}, 400],
    [webhook('W-3', { requestId: '' }), {}, 400],
    [webhook('W-3', { device: { deviceLink: '' } }), {}, 400],
  ]
  for (const [sent, headers, status] of refused)
    expect((await send(sent, headers)).status, JSON.stringify(headers)).toBe(status)
  const bare = await post('devicelinks', webhook('W-3'))
  expect(bare.status).toBe(401)
  expect((await decide(id, 'associate')).status).toBe(200)
})

test('what is over is forgotten in time, and the script names this server', async () => {
  const { id, code } = await newCode()
  const { id: submission } = await json(handIn(code, { hardwareHash: hashOf(6) }))
  await boot.store.pool.query(
    `update intake_code set expires_at = business_now() - interval '25 hours' where code_id = $1`,
    [id],
  )
  await boot.store.pool.query(
    `update intake_submission set submitted_at = business_now() - interval '181 days' where submission_id = $1`,
    [submission],
  )
  await leftoversIn(boot.store, { listLag: 0, lockingAttempts: [] }).sweep(1_000)
  expect((await list()).map((each) => each.id)).not.toContain(submission)
  expect((await post('status', { code })).status).toBe(403)
  const script = await boot.app.fetch(new Request(`${origin}/intake/v1/script`))
  expect(script.headers.get('content-type')).toContain('text/plain')
  expect(await script.text()).toContain(`$server = '${origin}'`)
  expect((await boot.app.fetch(new Request(`${origin}/intake/v1/other`))).status).toBe(404)
})
