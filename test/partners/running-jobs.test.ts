/** Jobs that are cut off: by a consent that ends, by a client that sends again, by others who want the same device. */
import { afterAll, beforeEach, expect, test } from 'vitest'
import { hashFixture } from '../support/hardware-hashes.ts'
import type { Json } from '../support/registry.ts'
import { knownDevices, oemToken } from './known-devices.ts'
import { ids, partnerAudience } from './partner-world.ts'
import { beginTest, machines, opened, post, world } from './running-jobs-stage.ts'
import './rows-of-jobs.ts'

beforeEach(beginTest)
afterAll(async () => {
  const { registry } = await opened
  await registry.close()
  expect(registry.failures).toEqual([])
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

test('the customer’s trail says who sent it, and both sides are notified when a job and a consent end', async () => {
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
