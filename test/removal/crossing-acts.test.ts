/**
 * Two acts that take the same device away, at the same moment on two servers, in every pair: each holds the device before
 * it is counted, so none waits for another that waits for it. PostgreSQL's own count of deadlocks says so.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApp } from '../../src/compose/app.ts'
import type { TenantId } from '../../src/core/ids.ts'
import { wrapWith } from '../../src/storage/secrets/key-encryption.ts'
import { openStore } from '../../src/storage/sql/database.ts'
import { deadlocksIn } from '../support/databases/deadlocks.ts'
import { type Client, type Json, json, openRegistry, origin } from '../support/registry.ts'

type Target = {
  readonly id: string
  readonly managed: string
  readonly dispute: string
}
type Act = (of: Target) => {
  readonly method: string
  readonly path: string
  readonly body?: unknown
}

const graph = '/v1.0/deviceManagement'
const identities = `${graph}/windowsAutopilotDeviceIdentities`
const acts: Readonly<Record<string, Act>> = {
  delete: ({ id }) => ({ method: 'DELETE', path: `${identities}/${id}` }),
  user: ({ id }) => ({ method: 'POST', path: `${identities}/${id}/unassignUserFromDevice` }),
  release: ({ id }) => ({ method: 'POST', path: '/admin/v1/releases', body: { ids: [id] } }),
  offer: ({ id }) => ({ method: 'POST', path: '/admin/v1/transfers', body: { deviceIds: [id] } }),
  dispute: ({ dispute }) => ({ method: 'POST', path: `/admin/v1/disputes/${dispute}/release` }),
  wipe: ({ managed }) => ({
    method: 'POST',
    path: `${graph}/managedDevices/${managed}/wipe`,
    body: {},
  }),
  retire: ({ managed }) => ({ method: 'POST', path: `${graph}/managedDevices/${managed}/retire` }),
  unmanage: ({ managed }) => ({ method: 'DELETE', path: `${graph}/managedDevices/${managed}` }),
}
const names = Object.keys(acts)
const pairs = names.flatMap((one, n) => names.slice(n).map((two) => [one, two] as const))
/** Of each pair. */
const rounds = 3
/** Pairs under way at once. */
const width = 4

const wrap = wrapWith(randomBytes(32))
let registry: Awaited<ReturnType<typeof openRegistry>>
let store: ReturnType<typeof openStore>
let client: Client
let claimant: Client
let servers: readonly { fetch(request: Request): Promise<Response> | Response }[]
let isOpen = true

beforeAll(async () => {
  registry = await openRegistry(undefined, { wrap })
  store = openStore({ connectionString: registry.connectionString })
  const rest = { onImport: () => undefined, report: () => undefined }
  servers = [registry.app, await createApp({ store, wrap, publicUrl: origin, ...rest })]
  client = await registry.newTenant()
  claimant = await registry.newTenant()
  // Nothing is refused for being too many: what is asked here is only whether acts wait for each other.
  await registry.store.pool.query(
    'update approval_policy set floor = 100000 where tenant_id = $1',
    [client.tenantId],
  )
})
afterAll(async () => {
  if (isOpen) await Promise.all([store.close(), registry.store.close()])
  await registry.drop()
})

/** Registered, managed, and claimed by another tenant. */
async function target(n: number): Promise<Target> {
  const { pool } = registry.store
  const [id, dispute, serial] = [randomUUID(), randomUUID(), `CROSS-${n}`]
  await pool.query(
    `insert into device (tenant_id, device_id, serial_number, user_principal_name, directory_object_id, directory_device_id)
     values ($1, $2, $3, 'ada@contoso.test', gen_random_uuid(), gen_random_uuid())`,
    [client.tenantId, id, serial],
  )
  await pool.query(
    `insert into dispute (tenant_id, dispute_id, device_id, claimant_tenant_id, serial_number, key_digest, hash, due_at)
     values ($1, $2, $3, $4, $5, $6, $7, now() + interval '7 days')`,
    [
      ...[client.tenantId, dispute, id, claimant.tenantId as TenantId, serial],
      ...[randomBytes(32), wrap.wrap(randomBytes(16), `dispute:${dispute}`)],
    ],
  )
  const made: Json = await json(
    client.ask('POST', `${graph}/managedDevices`, { deviceName: serial, serialNumber: serial }),
  )
  return { id, dispute, managed: made.id }
}

/** The statuses of both. */
async function cross([one, two]: readonly [string, string], of: Target): Promise<string[]> {
  return await Promise.all(
    [one, two].map(async (name, server) => {
      const { method, path, body } = (acts[name] as Act)(of)
      const headers = {
        authorization: `Bearer ${client.token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      }
      const sent = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) }
      const answer = await servers[server]?.fetch(new Request(`${origin}${path}`, sent))
      return `${name} ${answer?.status}`
    }),
  )
}

test('acts that cross on one device wait for each other in one order', {
  timeout: 300_000,
}, async () => {
  const all = Array.from({ length: rounds }, () => pairs).flat()
  const targets: Target[] = []
  for (const n of all.keys()) targets.push(await target(n))
  const seen = new Map<string, number>()
  const queue = all.entries()
  const worker = async () => {
    for (const [n, pair] of queue)
      for (const status of await cross(pair, targets[n] as Target))
        seen.set(status, (seen.get(status) ?? 0) + 1)
  }
  await Promise.all(Array.from({ length: width }, worker))
  // Each act came to its end on some device, and none failed for want of a lock. Of the two that give a device up one does,
  // whichever comes first: one release a day is what a person may do alone.
  const isDone = (name: string) => seen.keys().some((key) => key.startsWith(`${name} 20`))
  for (const name of names.filter((each) => each !== 'release' && each !== 'dispute'))
    expect(isDone(name), name).toBe(true)
  expect(isDone('release') || isDone('dispute')).toBe(true)
  expect([...seen.keys()].filter((key) => / 5\d\d$/.test(key))).toEqual([])
  await Promise.all([store.close(), registry.store.close()])
  isOpen = false
  expect(await deadlocksIn(registry.connectionString)).toBe(0)
})
