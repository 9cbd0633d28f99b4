/** Saved views: one's own, shared ones, and nobody else's. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allRoles } from '../../../src/core/access/permissions.ts'
import { maxViews } from '../../../src/core/views/saved-view.ts'
import { type Client, json, openRegistry } from '../../support/registry.ts'

let registry: Awaited<ReturnType<typeof openRegistry>>
let ada: Client
let ben: Client
beforeAll(async () => {
  registry = await openRegistry()
  ada = await registry.newTenant()
  ben = await registry.newClient(ada.tenantId, allRoles)
})
afterAll(() => registry.close())

const kiosks = { name: 'Kiosks', path: '/devices', query: 'tag=Kiosk', shared: false }
const list = async (client: Client) => (await json(client.ask('GET', '/admin/v1/views'))).value

test('a view is its owner’s until it is shared, and only its owner changes it', async () => {
  const id = randomUUID()
  const path = `/admin/v1/views/${id}`
  const saved = await ada.ask('PUT', path, kiosks)
  expect(await saved.json()).toMatchObject({ ...kiosks, id, own: true })
  expect(await list(ben)).toEqual([])
  await ada.ask('PUT', path.toUpperCase().replace('/ADMIN/V1/VIEWS', '/admin/v1/views'), {
    ...kiosks,
    shared: true,
  })
  expect(await list(ben)).toMatchObject([{ id, own: false, shared: true }])
  expect((await ben.ask('PUT', path, { ...kiosks, name: 'Mine' })).status).toBe(403)
  expect((await ben.ask('DELETE', path)).status).toBe(404)
  expect(await list(ada)).toMatchObject([{ name: 'Kiosks' }])
  const stranger = await registry.newTenant()
  expect(await list(stranger)).toEqual([])
  expect((await stranger.ask('DELETE', path)).status).toBe(404)
  expect((await ada.ask('DELETE', path)).status).toBe(204)
  expect(await list(ben)).toEqual([])
})

test('a view is an address of the portal and of nothing else, under a name', async () => {
  const wrong = [
    { path: '//evil.test/' },
    { path: 'https://evil.test/' },
    { path: '/devices\\..' },
    { path: '/Devices' },
    { name: ' ' },
    { name: 'x'.repeat(101) },
    { query: 'x'.repeat(4_001) },
    { unknown: 1 },
  ]
  for (const part of wrong) {
    const answer = await ada.ask('PUT', `/admin/v1/views/${randomUUID()}`, { ...kiosks, ...part })
    expect([answer.status, part]).toEqual([400, part])
  }
  expect((await ada.ask('PUT', '/admin/v1/views/1', kiosks)).status).toBe(404)
})

test('nobody has more views than a list can show', async () => {
  const client = await registry.newTenant()
  const put = (id: string) => client.ask('PUT', `/admin/v1/views/${id}`, kiosks)
  const first = randomUUID()
  expect((await put(first)).status).toBe(200)
  await registry.store.pool.query(
    `insert into saved_view (tenant_id, view_id, name, path, query, made_by, owner_id)
     select tenant_id, gen_random_uuid(), name, path, query, made_by, owner_id
     from saved_view, generate_series(2, $1) where view_id = $2`,
    [maxViews, first],
  )
  const refused = await put(randomUUID())
  expect(refused.status).toBe(409)
  expect(await refused.text()).toContain(`${maxViews} saved views`)
  expect((await put(first)).status).toBe(200)
})
