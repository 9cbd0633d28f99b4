/** Transfers from the offer to the certificate, over HTTP, with two tenants, a stranger and an operator. */
import { createVerifier } from 'fast-jwt'
import { compactVerify, createLocalJWKSet, exportSPKI, importJWK } from 'jose'
import { checkCertificates, type ReleaseKey } from 'taxiway-autopilot'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { platformRoles } from '../../src/core/access/permissions.ts'
import { certificateSigner } from '../../src/core/transfers/release-certificate.ts'
import { laptop } from '../support/machines.ts'
import { type Client, json, openRegistry, origin } from '../support/registry.ts'

let registry: Awaited<ReturnType<typeof openRegistry>>
let giver: Client
let receiver: Client
let stranger: Client
let operator: Client
let machines = 0

beforeAll(async () => {
  registry = await openRegistry()
  giver = await registry.newTenant()
  receiver = await registry.newTenant()
  stranger = await registry.newTenant()
  operator = await registry.newTenant(platformRoles)
})
afterAll(() => registry.close())

const path = '/admin/v1/transfers'
const devicesPath = '/v1.0/deviceManagement/windowsAutopilotDeviceIdentities'
const importsPath = '/v1.0/deviceManagement/importedWindowsAutopilotDeviceIdentities'

async function imported(to: Client, name: string): Promise<{ status: string; code: number }> {
  const hardwareIdentifier = Buffer.from(laptop(name)).toString('base64')
  const { id } = await json(to.ask('POST', importsPath, { hardwareIdentifier, groupTag: 'Secret' }))
  await registry.decideAll()
  const { state } = await json(to.ask('GET', `${importsPath}/${id}`))
  return { status: state.deviceImportStatus, code: state.deviceErrorCode }
}

type Device = { readonly id: string; readonly serialNumber: string; readonly groupTag: string }

async function devicesOf(client: Client): Promise<readonly Device[]> {
  return (await json(client.ask('GET', devicesPath))).value
}

/** A fresh device of the giver, with what makes it. */
async function newDevice(): Promise<{ readonly name: string; readonly id: string }> {
  machines += 1
  const name = `transfer ${machines}`
  const before = new Set((await devicesOf(giver)).map(({ id }) => id))
  expect(await imported(giver, name)).toMatchObject({ status: 'complete' })
  const made = (await devicesOf(giver)).find(({ id }) => !before.has(id))
  return { name, id: made?.id ?? '' }
}

async function offer(deviceIds: readonly string[], more: object = {}) {
  return await json(giver.ask('POST', path, { deviceIds, ...more }))
}

async function passDays(id: string, days: number): Promise<void> {
  await registry.store.pool.query(
    `update transfer set expires_at = timezone('UTC', timezone('UTC', expires_at) - make_interval(days => $2)),
       decided_at = timezone('UTC', timezone('UTC', decided_at) - make_interval(days => $2)) where transfer_id = $1`,
    [id, days],
  )
}

async function fetched(at: string) {
  return await json(registry.app.fetch(new Request(`${origin}${at}`)))
}

async function certificatesOf(client: Client, id: string) {
  return (await json(client.ask('GET', `${path}/${id}/certificates`))).certificates
}

test('devices move in one transaction, with the receiver’s own tag, and both hold the certificate', async () => {
  const { id: deviceId, name } = await newDevice()
  const made = await offer([deviceId], { message: 'sold with the hangar' })
  expect(made.code).toMatch(/^[A-Z2-7]{4}(-[A-Z2-7]{4}){3}$/)
  expect(made).toMatchObject({ side: 'giver', state: 'offered', count: 1 })
  const seen = await json(receiver.ask('POST', `${path}/look`, { code: made.code }))
  expect(seen).toMatchObject({ count: 1, devices: [], fromTenantId: null, toTenantId: null })
  expect(seen.models).toHaveLength(1)

  const accept = { code: made.code.toLowerCase().replaceAll('-', ' '), groupTag: 'Inherited' }
  const done = await json(receiver.ask('POST', `${path}/accept`, accept))
  expect(done).toMatchObject({ id: made.id, state: 'completed', side: 'receiver' })
  const [mine] = await devicesOf(receiver)
  expect(mine).toMatchObject({ id: done.devices[0].registrationId, groupTag: 'Inherited' })
  expect(await devicesOf(giver)).toEqual([])
  // The token moved: the giver cannot have it back by an import, and the receiver has it already.
  expect(await imported(giver, name)).toMatchObject({ status: 'error', code: 808 })
  expect(await imported(receiver, name)).toMatchObject({ status: 'error', code: 806 })

  const again = await receiver.ask('POST', `${path}/accept`, { code: made.code })
  expect([again.status, (await json(again)).error.code]).toEqual([404, 'not-found'])
  const given = await json(giver.ask('GET', `${path}/${made.id}`))
  expect(JSON.stringify(given)).not.toContain('Inherited')
  expect(given.devices[0].registrationId).toBeNull()
  const [certificate] = await certificatesOf(giver, made.id)
  expect(await certificatesOf(receiver, made.id)).toEqual([certificate])
  expect((await stranger.ask('GET', `${path}/${made.id}/certificates`)).status).toBe(404)

  for (const client of [giver, receiver]) {
    const { value } = await json(client.ask('GET', '/admin/v1/events?types=transfer.completed'))
    expect(value).toMatchObject([{ data: { transferId: made.id } }])
  }
})

test('certificates form a chain that two libraries verify, and everybody may ask which is current', async () => {
  const { id: deviceId } = await newDevice()
  const first = await offer([deviceId])
  const { devices } = await json(receiver.ask('POST', `${path}/accept`, { code: first.code }))
  const back = await json(
    receiver.ask('POST', path, { deviceIds: [devices[0].registrationId], anonymous: true }),
  )
  await json(stranger.ask('POST', `${path}/accept`, { code: back.code }))
  const [one] = await certificatesOf(giver, first.id)
  const [two] = await certificatesOf(stranger, back.id)

  const keys = await fetched('/.well-known/taxiway-release-keys')
  const set = createLocalJWKSet(keys)
  const pem = await exportSPKI((await importJWK(keys.keys[0], 'EdDSA')) as never)
  const other = createVerifier({ key: pem, algorithms: ['EdDSA'] })
  const claims = []
  for (const { jws } of [one, two]) {
    const { payload, protectedHeader } = await compactVerify(jws, set)
    expect(protectedHeader).toMatchObject({ alg: 'EdDSA', typ: 'taxiway-release+jwt' })
    const said = JSON.parse(new TextDecoder().decode(payload))
    expect(other(jws)).toEqual(said)
    claims.push(said)
    const forged = jws.replace(/\.[^.]+\./, (part: string) => `${part.slice(0, -3)}AA.`)
    await expect(compactVerify(forged, set)).rejects.toThrow()
    expect(() => other(forged)).toThrow()
  }
  expect(claims).toMatchObject([
    {
      iss: origin,
      kind: 'transfer',
      sequence: 1,
      prev: null,
      releasedBy: { tenantId: giver.tenantId },
      boundTo: { tenantId: receiver.tenantId },
      scope: 'this registry only',
    },
    { sequence: 2, boundTo: { tenantId: stranger.tenantId } },
  ])
  expect(claims[1].releasedBy).toBeUndefined()
  await judge([one.jws, two.jws], keys.keys)
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(one.jws))
  expect(claims[1].prev).toBe(`sha256:${Buffer.from(digest).toString('hex')}`)

  const status = async (id: string) => (await fetched(`/verify/${id}`)).status
  expect(await status(one.id)).toBe('superseded')
  expect(await status(two.id.toUpperCase())).toBe('current')
  expect(await status(stranger.tenantId)).toBe('unknown')
  expect(await status('nothing')).toBe('unknown')
  const page = await registry.app.fetch(
    new Request(two.verifyUrl, { headers: { accept: 'text/html' } }),
  )
  const text = await page.text()
  expect(text).toContain('Release certificate: current')
  expect(text).toContain('<svg')
  expect(text).not.toContain(claims[1].device.serialNumber)
})

/** The command line's own check: what is genuine, and every way in which it is not. */
async function judge(list: readonly [string, string], keys: readonly ReleaseKey[]) {
  const faults = async (given: readonly string[], known = keys) =>
    (await checkCertificates(given, known)).map((each) => (each.valid ? '' : each.fault))
  expect(await faults(list)).toEqual(['', ''])
  expect(await faults([...list].reverse())).toEqual(['', ''])
  const [head, body, signature] = list[0].split('.')
  const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const none = encoded({ alg: 'none', typ: 'taxiway-release+jwt' })
  expect(await faults([`${none}.${body}.`, `${none}.${body}.${signature}`])).toEqual([
    'it is not a signed certificate',
    'its algorithm is none, its type taxiway-release+jwt',
  ])
  const other = encoded({ ...JSON.parse(Buffer.from(body ?? '', 'base64url').toString()), iat: 1 })
  expect(await faults([`${head}.${other}.${signature}`, 'x', 'a.b.c'])).toEqual([
    'its signature is wrong',
    'it is not a signed certificate',
    'it cannot be read',
  ])
  expect(await faults(list, [])).toEqual(
    Array(2).fill('it is signed with a key that is not among these'),
  )
  const stranger = certificateSigner(new Uint8Array(32), origin)
  const said = JSON.parse(Buffer.from(body ?? '', 'base64url').toString())
  const before = stranger.sign({ ...said, reason: 'another one' })
  expect(await faults([before, list[1]], [...keys, stranger.publicKey])).toEqual([
    '',
    'it is not linked to the certificate before it',
  ])
}

test('an offer to a named tenant is for it alone, with or without the code', async () => {
  const { id: deviceId } = await newDevice()
  const made = await offer([deviceId], { to: { tenantDomain: `${receiver.tenantId}.test` } })
  for (const named of [{ code: made.code }, { transferId: made.id }])
    expect((await stranger.ask('POST', `${path}/accept`, named)).status).toBe(404)
  expect((await stranger.ask('POST', `${path}/decline`, { code: made.code })).status).toBe(404)
  const [listed] = (await json(receiver.ask('GET', path))).value
  expect(listed).toMatchObject({ id: made.id, side: 'receiver', state: 'offered', devices: [] })
  const declined = await json(receiver.ask('POST', `${path}/${made.id}/decline`, {}))
  expect(declined).toMatchObject({ state: 'declined' })
  expect((await receiver.ask('POST', `${path}/accept`, { code: made.code })).status).toBe(404)
  expect((await devicesOf(giver)).map(({ id }) => id)).toContain(deviceId)
})

test('what is withdrawn, expired or no longer the giver’s is not accepted, and nothing moves', async () => {
  const [one, two, three] = [await newDevice(), await newDevice(), await newDevice()]
  const withdrawn = await offer([one.id])
  expect((await receiver.ask('POST', `${path}/${withdrawn.id}/withdraw`, {})).status).toBe(404)
  expect(await json(giver.ask('POST', `${path}/${withdrawn.id}/withdraw`, {}))).toMatchObject({
    state: 'withdrawn',
  })
  const expired = await offer([one.id], { expiresInDays: 1 })
  await passDays(expired.id, 2)
  const gone = await offer([two.id, three.id])
  expect((await giver.ask('DELETE', `${devicesPath}/${three.id}`)).status).toBeLessThan(300)
  await registry.decideAll()
  const before = await devicesOf(receiver)
  const statuses = []
  for (const { code } of [withdrawn, expired, gone])
    statuses.push((await receiver.ask('POST', `${path}/accept`, { code })).status)
  expect(statuses).toEqual([404, 404, 409])
  expect(await devicesOf(receiver)).toEqual(before)
  expect((await devicesOf(giver)).map(({ id }) => id)).toContain(two.id)
  expect(await json(giver.ask('GET', `${path}/${expired.id}`))).toMatchObject({ state: 'expired' })
})

test('of many who accept at once one gets the devices', async () => {
  const { id: deviceId } = await newDevice()
  const { code } = await offer([deviceId])
  const answers = await Promise.all(
    [receiver, stranger, receiver, stranger].map((client) =>
      client.ask('POST', `${path}/accept`, { code }),
    ),
  )
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 404, 404, 404])
})

test('the giver disputes within a week, the receiver is heard, and the operator decides', async () => {
  const [one, two] = [await newDevice(), await newDevice()]
  const [late, mistaken] = [await offer([one.id]), await offer([two.id])]
  for (const { code } of [late, mistaken]) await receiver.ask('POST', `${path}/accept`, { code })
  await passDays(late.id, 8)
  const dispute = { reason: 'the wrong crate' }
  expect((await giver.ask('POST', `${path}/${late.id}/dispute`, dispute)).status).toBe(409)
  expect((await receiver.ask('POST', `${path}/${mistaken.id}/dispute`, dispute)).status).toBe(404)
  expect((await giver.ask('POST', `${path}/${mistaken.id}/dispute`, dispute)).status).toBe(200)
  const answer = { answer: 'so it was' }
  expect((await receiver.ask('POST', `${path}/${mistaken.id}/answer`, answer)).status).toBe(200)
  const waiting = (await json(operator.ask('GET', `${path}/disputed`))).value
  expect(waiting).toMatchObject([{ id: mistaken.id, dispute: { ...dispute, ...answer } }])
  const decision = { decision: 'reverse', reason: 'both say so' }
  const decide = `${path}/${mistaken.id}/decide`
  expect((await giver.ask('POST', decide, decision)).status).toBe(403)
  expect((await operator.ask('POST', decide, { decision: 'reverse' })).status).toBe(400)
  expect(await json(operator.ask('POST', decide, decision))).toMatchObject({ state: 'reversed' })
  for (const side of [giver, receiver]) {
    const { dispute } = await json(side.ask('GET', `${path}/${mistaken.id}`))
    expect(dispute.decisionReason).toBe(decision.reason)
  }
  expect((await operator.ask('POST', decide, decision)).status).toBe(409)
  expect(await imported(giver, two.name)).toMatchObject({ status: 'error', code: 806 })
  const sequences = (await certificatesOf(giver, mistaken.id)).map(
    ({ sequence }: { sequence: number }) => sequence,
  )
  expect(sequences).toEqual([1, 2])
})

test('nobody offers what is not theirs, or to themselves', async () => {
  const { id: deviceId } = await newDevice()
  expect((await stranger.ask('POST', path, { deviceIds: [deviceId] })).status).toBe(404)
  const self = { deviceIds: [deviceId], to: { tenantId: giver.tenantId } }
  expect((await giver.ask('POST', path, self)).status).toBe(400)
  const { code } = await offer([deviceId])
  expect((await giver.ask('POST', `${path}/accept`, { code })).status).toBe(409)
  const nowhere = { deviceIds: [deviceId], to: { tenantDomain: 'nobody.test' } }
  expect((await giver.ask('POST', path, nowhere)).status).toBe(404)
})
