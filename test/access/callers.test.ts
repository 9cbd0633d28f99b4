/** Every kind of caller through the guard: what it is let do, what it reaches, and what the trail says of it. */
import { randomBytes } from 'node:crypto'
import { Hono } from 'hono'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { guardOn } from '../../src/compose/guarding.ts'
import type { Caller } from '../../src/core/access/caller.ts'
import type { Devices } from '../../src/core/devices/device.ts'
import { scopedDevices } from '../../src/core/devices/scoped-devices.ts'
import { DomainError } from '../../src/core/errors.ts'
import { ids } from '../../src/core/id-kinds.ts'
import type { ApplicationId, DeviceId, TenantId } from '../../src/core/ids.ts'
import { newUuid } from '../../src/core/uuid.ts'
import { devicesIn } from '../../src/storage/devices/devices.ts'
import { wrapWith } from '../../src/storage/secrets/key-encryption.ts'
import { addRoutes } from '../../src/surfaces/http/add-routes.ts'
import { type RequestEnv, requestIds } from '../../src/surfaces/http/request-context.ts'
import { type Input, routesWith } from '../../src/surfaces/http/route.ts'
import { type Client, json, openRegistry } from '../support/registry.ts'

type Registry = Awaited<ReturnType<typeof openRegistry>>

let registry: Registry
let customer: Client
let own: DeviceId
let other: DeviceId

beforeAll(async () => {
  registry = await openRegistry()
  customer = await registry.newTenant()
  const made = async (serialNumber: string) =>
    (
      await json(
        customer.ask('POST', '/beta/deviceManagement/windowsAutopilotDeviceIdentities', {
          serialNumber,
          groupTag: 'Kiosk',
        }),
      )
    ).id
  own = await made('OWN')
  other = await made('OTHER')
})

afterAll(() => registry.close())

type Ports = { readonly devices: Devices }

const route = routesWith<Ports>()
const change = {
  status: 204,
  audit: { category: 'Device', resource: 'Device' },
  async handle({ ports, caller, parameter }: Input<Ports>) {
    const id = parameter('id', ids.device)
    const done = await ports.devices.change(caller.tenantId, id, { displayName: 'PC-1' })
    return done ? undefined : new Response(null, { status: 404 })
  },
} as const

const routes = [
  route({
    method: 'GET',
    path: '/devices',
    permission: 'own-device.read',
    async handle({ ports, caller }) {
      const { rows } = await ports.devices.list(caller.tenantId, { page: { limit: 10 } })
      return rows.map(({ id }) => id)
    },
  }),
  route({ method: 'PATCH', path: '/devices/:id', permission: 'own-device.report', ...change }),
  route({ method: 'PATCH', path: '/any/:id', permission: 'devices.update', ...change }),
]

/** A surface that knows its callers by other means than a bearer token. */
function surfaceFor(caller: Caller) {
  const { store, app: whole } = registry
  const guard = guardOn<Ports>(
    { store, access: whole.access, wrap: wrapWith(randomBytes(32)) },
    async () => {},
    (unit) => ({ devices: scopedDevices(devicesIn(unit), async () => {}) }),
  )
  const app = new Hono<RequestEnv>()
  app.use(requestIds, async (c, next) => {
    c.set('caller', caller)
    await next()
  })
  const dialect = {
    origin: whole.origin,
    readBody: async () => undefined,
    maxBody: 1_000,
    tooLarge: () => new DomainError('too-large', ''),
  }
  addRoutes(app, { guard, dialect }, routes)
  app.onError((error, c) => {
    if (error instanceof DomainError) return c.text(error.message, 403)
    throw error
  })
  return (method: string, path: string) => app.request(path, { method })
}

async function lastEntry(): Promise<{ result: string; actor: object }> {
  const { rows } = await registry.store.pool.query(
    'select entry from audit_entry where tenant_id = $1 order by seq desc limit 1',
    [customer.tenantId],
  )
  return JSON.parse(rows[0].entry)
}

test('a device sees and changes its own registration only, and signs the trail with its key', async () => {
  const { tenantId } = customer
  const proof = { kind: 'key', id: 'a1b2' } as const
  const ask = surfaceFor({ kind: 'device', tenantId, proof, deviceId: own })
  expect(await (await ask('GET', '/devices')).json()).toEqual([own])
  expect((await ask('PATCH', `/devices/${other}`)).status).toBe(404)
  expect((await ask('PATCH', `/devices/${own}`)).status).toBe(204)
  const actor = { kind: 'device', deviceId: own, proof: 'key', proofId: 'a1b2' }
  expect(await lastEntry()).toMatchObject({ result: 'Success', actor })
  expect((await ask('PATCH', `/any/${own}`)).status).toBe(403)
  expect(await lastEntry()).toMatchObject({ result: 'Failure', actor })
})

test('a device that is not registered reaches none', async () => {
  const proof = { kind: 'enrollment', id: newUuid() } as const
  const ask = surfaceFor({ kind: 'device', tenantId: customer.tenantId, proof })
  expect(await (await ask('GET', '/devices')).json()).toEqual([])
  expect((await ask('PATCH', `/devices/${own}`)).status).toBe(404)
})

test('a partner acts in the tenant of its customer, and the trail names both', async () => {
  const partnerTenantId = newUuid() as TenantId
  const caller = {
    kind: 'partner',
    tenantId: customer.tenantId,
    partnerTenantId,
    applicationId: newUuid() as ApplicationId,
    user: { id: newUuid(), userPrincipalName: 'kim@partner.test' },
    permissions: ['devices.update'],
  } as const
  const ask = surfaceFor(caller)
  expect((await ask('PATCH', `/any/${other}`)).status).toBe(204)
  expect(await lastEntry()).toMatchObject({
    result: 'Success',
    actor: { kind: 'partner', partnerTenantId, userPrincipalName: 'kim@partner.test' },
  })
  expect((await ask('GET', '/devices')).status).toBe(403)
  expect((await surfaceFor({ ...caller, permissions: [] })('PATCH', `/any/${own}`)).status).toBe(
    403,
  )
  const elsewhere = { ...caller, tenantId: partnerTenantId }
  expect((await surfaceFor(elsewhere)('PATCH', `/any/${own}`)).status).toBe(404)
})

test('the system reaches the whole tenant and names its job; Graph and CSV show every kind', async () => {
  const ask = surfaceFor({ kind: 'system', tenantId: customer.tenantId, job: 'nightly renaming' })
  expect(await (await ask('GET', '/devices')).json()).toHaveLength(2)
  expect((await ask('PATCH', `/any/${other}`)).status).toBe(204)
  expect(await lastEntry()).toMatchObject({ actor: { kind: 'system', job: 'nightly renaming' } })

  const events = await json(customer.ask('GET', '/v1.0/deviceManagement/auditEvents'))
  const types = events.value.map(
    ({ actor }: { actor: { auditActorType: string } }) => actor.auditActorType,
  )
  expect(new Set(types)).toEqual(new Set(['Application', 'Device', 'Partner', 'System']))
  const csv = await (await customer.ask('GET', '/admin/v1/audit/export?format=csv')).text()
  for (const name of [own, 'kim@partner.test', '"system"']) expect(csv).toContain(name)
  const byDevice = await json(customer.ask('GET', `/admin/v1/audit?actor=${own}`))
  expect(byDevice.value).toHaveLength(2)
})
