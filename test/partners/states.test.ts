/** Whatever the state between partner and customer is: outside of `granted` no route of a partner or an OEM changes a thing. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contentOf } from '../access/route-requests.ts'
import { hashFixture } from '../support/hardware-hashes.ts'
import { certificatePrograms } from './certificate-programs.ts'
import { oemToken } from './known-devices.ts'
import { ids, openWorld, partnerAudience, type World } from './partner-world.ts'
import { roleRights } from './role-rights.ts'

let world: World
let otherPartner: string

beforeAll(async () => {
  world = await openWorld()
  const { app } = world.registry
  await app.partners.setStanding(ids.strangerId, {
    kind: 'cspDirect',
    verified: false,
    providerId: null,
  })
  otherPartner = await world.personToken(ids.strangerId, {
    name: 'agent',
    roles: ['Admin agent'],
    aud: partnerAudience,
  })
})
afterAll(async () => {
  await world.registry.close()
  expect(world.registry.failures).toEqual([])
})

const bodies: Readonly<Record<string, object>> = {
  'POST /customers/:customer/devicebatches': {
    BatchId: 'Batch',
    Devices: [{ HardwareHash: hashFixture(7).hardwareHash }],
  },
  'POST /customers/:customer/devicebatches/:batch/devices': [
    { HardwareHash: hashFixture(8).hardwareHash },
  ],
  'POST /customers/:customer/policies': { Name: 'Policy', PolicySettings: ['skip_eula'] },
  'PUT /customers/:customer/policies/:policy': { Name: 'Policy', PolicySettings: [] },
  'PUT /customers/:customer/devicebatches/:batch/devices/:device': { Policies: [] },
  'PATCH /customers/:customer/devicepolicyupdates': { Devices: [{ Id: 'S1', Policies: [] }] },
  'PATCH /customers/:customer': { RelationshipToPartner: 'none' },
}

/** Every route of Partner Center that is about a customer, by its table. */
function requests() {
  const found = world.registry.app.routes.filter(
    ({ surface, guarded, path }) =>
      surface === 'partner-center' && guarded !== undefined && path.includes(':customer'),
  )
  expect(found.length).toBeGreaterThan(13)
  return found.map(({ method, path }) => ({
    method,
    title: `${method} ${path}`,
    path: `/v1${path
      .replace(':customer', ids.customerId)
      .replace(':batch', 'Batch')
      .replace(/:(device|policy|job)/, '00000000-0000-4000-8000-000000000002')}`,
    body: bodies[`${method} ${path}`],
  }))
}

async function nothingHappens(token: string, refusal = 403): Promise<void> {
  const before = await contentOf(world.registry)
  for (const { method, path, title, body } of requests()) {
    const answer = await world.send(method, path, { token, ...(body && { body }) })
    expect([title, answer.status]).toEqual([title, refusal])
  }
  await world.registry.decideAll()
  expect(await contentOf(world.registry)).toBe(before)
}

async function revoke(consentId: string): Promise<void> {
  const { status } = await world.send('POST', `/admin/v1/consents/${consentId}/revoke`, {
    token: world.tokens.customerGlobalAdmin,
    body: {},
  })
  expect(status).toBe(200)
}

const setStatus = (status: string) =>
  world.registry.app.tenants.find(ids.partnerId).then(async () => {
    const operator = await world.registry.newClient(ids.strangerId, [
      'Taxiway.Tenant.ReadWrite.All',
    ])
    const answer = await operator.ask('PATCH', `/admin/v1/tenants/${ids.partnerId}`, { status })
    expect(answer.status).toBe(200)
  })

test('before consent, while it is asked for, and after it was declined', async () => {
  const { partner, customerGlobalAdmin } = world.tokens
  await nothingHappens(partner)
  const { id } = await world.askFor(world.tokens.partnerAdmin)
  await nothingHappens(partner)
  const path = `/admin/v1/relationship-requests/${id}/decline`
  expect((await world.send('POST', path, { token: customerGlobalAdmin, body: {} })).status).toBe(
    200,
  )
  await nothingHappens(partner)
})

/** A partner finds what it added, while the customer allows it; nobody else finds anything. */
async function whereIs(verdict: 'locked' | 'unknown'): Promise<void> {
  const { rows } = await world.registry.store.pool.query('select serial_number from device')
  const body = { serialNumbers: rows.map(({ serial_number }) => serial_number) }
  const ask = async (path: string, token: string) =>
    (await world.send('POST', `/admin/v1${path}`, { token, body })).body
  const own = await ask('/partner/ownership-checks', world.tokens.partnerAdmin)
  for (const found of own.value) {
    expect(found.verdict).toBe(verdict)
    expect(found.places.map(({ tenantName }: { tenantName: string }) => tenantName)).toEqual(
      verdict === 'locked' ? ['Aerofleet'] : [],
    )
  }
  const stranger = await world.clients.stranger.ask('POST', '/admin/v1/ownership-checks', body)
  expect(JSON.stringify(await stranger.json())).not.toContain('Aerofleet')
}

test('granted: a batch, a job, a policy; another partner reaches none of it', async () => {
  const consentId = await world.consent()
  for (const { method, path, body, title } of requests()) {
    if (title.startsWith('PATCH /customers/:customer') && !title.includes('policy')) continue
    const { status } = await world.send(method, path, {
      token: world.tokens.partner,
      ...(body && { body }),
    })
    expect([title, [200, 202, 204, 404].includes(status)]).toEqual([title, true])
  }
  await world.registry.decideAll()
  const { rows } = await world.registry.store.pool.query(
    'select channel, partner_id, consent_id, batch_key, claim_level from device',
  )
  const attributed = {
    channel: 'partnerCenter',
    partner_id: ids.partnerId,
    consent_id: consentId,
    batch_key: 'batch',
    claim_level: 1,
  }
  expect(rows).toEqual([attributed, attributed])
  await whereIs('locked')
  await nothingHappens(otherPartner)
  await revoke(consentId)
  await nothingHappens(world.tokens.partner)
  await whereIs('unknown')
  const { rows: left } = await world.registry.store.pool.query('select consent_id from device')
  expect(left).toEqual([{ consent_id: consentId }, { consent_id: consentId }])
})

test('expired, and suspended by the operator; lifting the suspension gives back what was granted', async () => {
  const consentId = await world.consent({ validForDays: 1 })
  // Nobody stops the organization they belong to.
  const own = await world.registry.newClient(ids.partnerId, ['Taxiway.Tenant.ReadWrite.All'])
  const path = `/admin/v1/tenants/${ids.partnerId}`
  expect((await own.ask('PATCH', path, { status: 'suspended' })).status).toBe(400)
  await setStatus('suspended')
  await nothingHappens(world.tokens.partner, 401)
  const graph = '/v1.0/deviceManagement/windowsAutopilotDeviceIdentities'
  for (const each of [graph, '/admin/v1/partner/customers'])
    expect((await world.send('GET', each, { token: world.tokens.partnerAdmin })).status).toBe(401)
  await setStatus('active')
  const batches = `/v1/customers/${ids.customerId}/deviceBatches`
  expect((await world.send('GET', batches, { token: world.tokens.partner })).status).toBe(200)
  await world.registry.store.pool.query(
    "update consent set valid_until = now() - interval '1 second' where consent_id = $1",
    [consentId],
  )
  await nothingHappens(world.tokens.partner)
})

test('an OEM without consent registers nothing, and deregisters nothing of others', async () => {
  const token = await oemToken(world.registry)
  const before = await world.registry.store.pool.query('select count(*) as n from device')
  const { serial, manufacturer, model } = hashFixture(7)
  const tuple = { manufacturer, model, serialNumber: serial }
  const devices = [
    { rowId: '1', tenantId: ids.customerId, tenantDomain: 'aerofleet.test', ...tuple },
    { rowId: '2', tenantId: '', tenantDomain: '', ...tuple },
  ]
  const sent = await world.send('POST', '/oem/v1/devices', { token, body: { devices } })
  expect(sent.status).toBe(202)
  await world.registry.decideAll()
  const { body } = await world.send('GET', sent.body.statusUrl, { token })
  expect(body.rows).toMatchObject([
    { errorName: 'ConsentMissing' },
    { errorName: 'ZtdDeviceNotFound' },
  ])
  expect((await world.registry.store.pool.query('select count(*) as n from device')).rows).toEqual(
    before.rows,
  )
})

test('tokens of Graph open no route of partners or OEMs, and theirs none of Graph', async () => {
  const { partner, partnerAdmin } = world.tokens
  const oem = await oemToken(world.registry)
  const asked = [
    ['/v1/customers', partnerAdmin],
    ['/v1/customers', oem],
    ['/oem/v1/submissions', partner],
    ['/admin/v1/partner/customers', partner],
    ['/v1.0/deviceManagement/windowsAutopilotDeviceIdentities', partner],
    ['/v1.0/deviceManagement/windowsAutopilotDeviceIdentities', oem],
  ] as const
  for (const [path, token] of asked)
    expect([path, (await world.send('GET', path, { token })).status]).toEqual([path, 401])
})

roleRights(() => world)
certificatePrograms(() => world)
