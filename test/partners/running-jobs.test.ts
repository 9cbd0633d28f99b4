/** Jobs that are cut off: by a consent that ends, by a client that sends again, by others who want the same device. */
import { afterAll, beforeEach, expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { hashFixture } from '../support/hardware-hashes.ts'
import { base64, laptop } from '../support/machines.ts'
import type { Json } from '../support/registry.ts'
import { knownDevices, oemToken, resetWorld } from './known-devices.ts'
import { ids, openWorld, partnerAudience, type World } from './partner-world.ts'

const rounds = Number(process.env['TAXIWAY_REVOKE_ROUNDS'] ?? 4)
const rowsOfJob = Number(process.env['TAXIWAY_REVOKE_ROWS'] ?? 160)

let world: World
const opened = openWorld()
const machines = Array.from({ length: rowsOfJob }, (_, n) => ({
  HardwareHash: base64(laptop(`job ${n}`)),
}))

beforeEach(async () => {
  world = await opened
  await resetWorld(world)
})
afterAll(async () => {
  const { registry } = await opened
  await registry.close()
  expect(registry.failures).toEqual([])
})

const batches = `/v1/customers/${ids.customerId}/deviceBatches`

async function post(batchId: string, devices: readonly object[], requestId?: string) {
  return await world.send('POST', batches, {
    token: world.tokens.partner,
    body: { BatchId: batchId, Devices: devices },
    headers: requestId === undefined ? {} : { 'MS-RequestId': requestId },
  })
}

async function jobAt(location: string | null) {
  const { status, body } = await world.send('GET', `/v1${location}`, {
    token: world.tokens.partner,
  })
  expect(status).toBe(200)
  return body
}

async function registered(): Promise<number> {
  const { rows } = await world.registry.store.pool.query('select count(*) as n from device')
  return Number(rows[0].n)
}

/** As a server's runner: where a lock did not come in time, it goes on. */
const runner = () => eventually(() => world.registry.decideAll())

const rowsOf = async () =>
  (
    await world.registry.store.pool.query(
      'select status, refusal, count(*)::int as n from import_row group by status, refusal order by status, refusal',
    )
  ).rows

test('a consent that is revoked in the middle of a job ends its rows; nothing is registered after the answer', async () => {
  const { registry, tokens, send } = world
  for (let round = 0; round < rounds; round++) {
    await resetWorld(world)
    const consentId = await world.consent()
    expect((await post('Big', machines)).status).toBe(202)
    // Two runners, as servers have; how far they get before the revocation differs from round to round.
    const runners = [runner(), runner()]
    for (let turn = 0; turn < round % 4; turn++) await registered()
    const path = `/admin/v1/consents/${consentId}/revoke`
    const revoked = await eventually(async () => {
      const answer = await send('POST', path, { token: tokens.customerGlobalAdmin, body: {} })
      expect(answer.body).toMatchObject({ state: 'revoked' })
      return answer
    })
    const atAnswer = await registered()
    await Promise.all(runners)
    await runner()
    expect(await registered()).toBe(atAnswer)
    const rows: { status: string; refusal: string | null; n: number }[] = await rowsOf()
    expect(rows.filter(({ status }) => status === 'undecided')).toEqual([])
    expect(rows.find(({ refusal }) => refusal === 'ConsentRevoked')?.n ?? 0).toBe(
      revoked.body.rowsStopped,
    )
    expect(atAnswer + revoked.body.rowsStopped).toBe(rowsOfJob)
    const { rows: own } = await registry.store.pool.query(
      'select count(*)::int as n from device where consent_id = $1 and partner_id = $2',
      [consentId, ids.partnerId],
    )
    expect(own[0].n).toBe(atAnswer)
  }
})

test('a request that is sent again has the same answer and no second effect; its id serves other calls too', async () => {
  await world.consent()
  const id = 'c9b7a1de-4e0f-4c5e-8a7e-2f1d3c4b5a69'
  const some = machines.slice(0, 3)
  const answers = await Promise.all([post('Once', some, id), post('Once', some, id)])
  const again = await post('Once', some, id)
  // Of two at the same moment the later may be asked to wait.
  const accepted = answers.filter(({ status }) => status === 202)
  expect(accepted.length).toBeGreaterThan(0)
  expect(again.status).toBe(202)
  expect(new Set([...accepted, again].map(({ headers }) => headers.get('location'))).size).toBe(1)
  expect((await post('Twice', some, id)).status).toBe(409)
  await world.registry.decideAll()
  expect(await registered()).toBe(3)
  const job = await jobAt(again.headers.get('location'))
  expect(job).toMatchObject({ status: 'finished' })
  expect(job.devicesStatus.map(({ status }: { status: string }) => status)).toEqual([
    'finished',
    'finished',
    'finished',
  ])
})

test('rows beyond the customer’s limit are refused by name', async () => {
  await world.consent({ maxDevices: 2 })
  const { headers } = await post('Limited', machines.slice(0, 3))
  await world.registry.decideAll()
  const { devicesStatus } = await jobAt(headers.get('location'))
  expect(devicesStatus.map((row: { errorDescription?: string }) => row.errorDescription)).toEqual([
    undefined,
    undefined,
    'CustomerLimitReached',
  ])
})

test('a serial number that is not the hash’s own, and identities that are none', async () => {
  await world.consent()
  const { hardwareHash } = hashFixture(2)
  const { headers } = await post('Odd', [
    { HardwareHash: hardwareHash, SerialNumber: 'OTHER' },
    { HardwareHash: 'no base64!' },
    { SerialNumber: 'X1', OemManufacturerName: 'ACME' },
    { ProductKey: '3305376231696' },
  ])
  await world.registry.decideAll()
  const { devicesStatus } = await jobAt(headers.get('location'))
  expect(devicesStatus.map((row: { errorDescription: string }) => row.errorDescription)).toEqual([
    'HashContradictsSerial',
    'InvalidZtdHardwareHash',
    'MissingZtdSerialNumberAndProductKey',
    'ZtdDeviceNotFound',
  ])
})

test('two partners, two owners and an OEM race for one device by hash, tuple and product key id: it has one owner, and each learns what became of it', async () => {
  const { registry, clients, send, tokens } = world
  await world.consent()
  const other = await secondPartner()
  const token = await oemToken(registry)
  await world.consent({}, await oemAdmin(), { scopes: ['devices.add', 'devices.remove.own'] })
  await knownDevices(world, [3])
  const { hardwareHash, serial, manufacturer, model, productKeyId } = hashFixture(3)
  const own = '/v1.0/deviceManagement/importedWindowsAutopilotDeviceIdentities'
  const hash = { serialNumber: serial, hardwareIdentifier: hardwareHash }
  const tenant = { tenantId: ids.customerId, tenantDomain: 'aerofleet.test' }
  const tuple = { manufacturer, model, serialNumber: serial }
  const sent = await Promise.all([
    clients.customer.ask('POST', own, hash),
    clients.stranger.ask('POST', own, hash),
    post('By key', [{ ProductKey: productKeyId }]),
    send('POST', `/v1/customers/${ids.strangerId}/deviceBatches`, {
      token: other,
      body: {
        BatchId: 'By tuple',
        Devices: [{ SerialNumber: serial, OemManufacturerName: manufacturer, ModelName: model }],
      },
    }),
    send('POST', '/oem/v1/devices', {
      token,
      body: { devices: [{ rowId: '1', ...tenant, ...tuple }] },
    }),
  ])
  expect(sent.map(({ status }) => status)).toEqual([201, 201, 202, 202, 202])
  await Promise.all([registry.decideAll(), registry.decideAll(), registry.decideAll()])
  await registry.decideAll()
  const { rows } = await registry.store.pool.query('select tenant_id from device')
  expect(rows).toHaveLength(1)
  const owner = rows[0].tenant_id
  const [byCustomer, byStranger, byPartner, byOther, byOem] = sent
  const receipts = await Promise.all(
    (
      [
        [clients.customer, byCustomer],
        [clients.stranger, byStranger],
      ] as const
    ).map(async ([client, answer]) => {
      const { id } = (await (answer as Response).json()) as { id: string }
      const { state } = await world.json(client.ask('GET', `${own}/${id}`))
      return state.deviceImportStatus === 'complete' ? 'complete' : state.deviceErrorName
    }),
  )
  const jobOf = async (answer: unknown, bearer: string) => {
    const { headers } = answer as { headers: Headers }
    const { body } = await send('GET', `/v1${headers.get('location')}`, { token: bearer })
    const [row] = body.devicesStatus
    return row.status === 'finished' ? 'complete' : row.errorDescription
  }
  const { body: submission } = await send('GET', (byOem as { body: Json }).body.statusUrl, {
    token,
  })
  const [row] = submission.rows
  const learned = [
    [ids.customerId, receipts[0]],
    [ids.strangerId, receipts[1]],
    [ids.customerId, await jobOf(byPartner, tokens.partner)],
    [ids.strangerId, await jobOf(byOther, other)],
    [ids.customerId, row.status === 'finished' ? 'complete' : row.errorName],
  ]
  expect(learned.filter(([, said]) => said === 'complete')).toHaveLength(1)
  for (const [asker, said] of learned)
    expect([
      'complete',
      asker === owner ? 'ZtdDeviceAlreadyAssigned' : 'ZtdDeviceAssignedToOtherTenant',
    ]).toContain(said)
})

/** Another provider, which a second organization lets act. */
async function secondPartner(): Promise<string> {
  const { registry, send, tokens } = world
  await registry.app.tenants.ensure({
    id: ids.secondPartnerId,
    displayName: 'Southwind Partners',
    domains: ['southwind.test'],
  })
  const csp = { kind: 'cspDirect', verified: false, providerId: null } as const
  await registry.app.partners.setStanding(ids.secondPartnerId, csp)
  const person = { name: 'second', roles: ['Admin agent'] }
  const admin = { ...person, aud: 'https://graph.microsoft.com' }
  const asked = await world.askFor(await world.personToken(ids.secondPartnerId, admin), {
    customerDomain: 'seaplane.test',
  })
  const accepted = await send('POST', `/admin/v1/relationship-requests/${asked.id}/accept`, {
    token: tokens.strangerAdmin,
    body: { confirm: true },
  })
  expect(accepted.status).toBe(200)
  return await world.personToken(ids.secondPartnerId, { ...person, aud: partnerAudience })
}

test('who sent it stands in the customer’s trail, and both sides are notified when a job and a consent end', async () => {
  const { registry, send, tokens } = world
  const consentId = await world.consent()
  const { headers } = await post('Trail', machines.slice(0, 2))
  await registry.decideAll()
  const { rows } = await registry.store.pool.query(
    `select entry::jsonb -> 'actor' as actor from audit_entry where tenant_id = $1
       and entry::jsonb ->> 'activity' = 'Create WindowsAutopilotDeviceIdentity' order by seq desc limit 1`,
    [ids.customerId],
  )
  expect(rows[0].actor).toMatchObject({
    kind: 'partner',
    partnerTenantId: ids.partnerId,
    userPrincipalName: 'admin@person.test',
  })
  const importId = headers.get('location')?.split('/').at(-1)
  await registry.store.pool.query(
    "update consent set valid_until = now() - interval '1 second' where consent_id = $1",
    [consentId],
  )
  expect(await registry.app.expireConsents()).toBe(1)
  expect(await registry.app.expireConsents()).toBe(0)
  const again = await world.consent()
  const operator = await registry.newClient(ids.strangerId, ['Taxiway.Tenant.ReadWrite.All'])
  for (const status of ['suspended', 'active'])
    await operator.ask('PATCH', `/admin/v1/tenants/${ids.partnerId}`, { status })
  for (const tenantId of [ids.customerId, ids.partnerId]) {
    const { rows: events } = await registry.store.pool.query(
      'select kind, subjects from outbox_event where tenant_id = $1 order by event_id',
      [tenantId],
    )
    for (const [kind, subject] of [
      ['partner.batch.finished', importId],
      ['partner.consent.expired', consentId],
      ['partner.consent.suspended', again],
    ])
      expect(events).toContainEqual({ kind, subjects: [subject] })
  }
  expect((await send('GET', '/v1/customers', { token: tokens.partner })).body.items).toHaveLength(1)
})

/** The maker's own application asks for consent, as an OEM does. */
async function oemAdmin(): Promise<string> {
  const program = await world.registry.newClient(ids.oemId, ['Taxiway.Oem.Register'])
  return program.token
}
