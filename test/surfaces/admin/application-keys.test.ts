/** Public keys of applications by the routes: who may give one, what is a key, and that it is spoken of in the trail. */
import { generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, type Json, json, openRegistry } from '../../support/registry.ts'

let registry: Awaited<ReturnType<typeof openRegistry>>
let owner: Client
let path: string
beforeAll(async () => {
  registry = await openRegistry()
  owner = await registry.newTenant()
  const roles = ['DeviceManagementServiceConfig.ReadWrite.All']
  const made = await json(
    owner.ask('POST', '/admin/v1/applications', { displayName: 'Robot', roles }),
  )
  path = `/admin/v1/applications/${made.applicationId}/keys`
})
afterAll(() => registry.close())

const newKey = (bits = 2048): Json =>
  generateKeyPairSync('rsa', { modulusLength: bits }).publicKey.export({ format: 'jwk' })
const listed = async (): Promise<Json> => (await json(owner.ask('GET', path))).value

test('many keys given and taken at once: each is there that was not taken', async () => {
  const keys = Array.from({ length: 8 }, (_, i) => ({ ...newKey(), kid: `key ${i}` }))
  const added = await Promise.all(keys.map((key) => json(owner.ask('POST', path, { key }))))
  expect(new Set((await listed()).map(({ id }: Json) => id))).toEqual(
    new Set(added.map(({ id }) => id)),
  )
  const taken = added.filter((_, i) => i % 2 === 0)
  const more = await Promise.all([
    json(owner.ask('POST', path, { key: newKey(3072) })),
    ...taken.map(({ id }) => owner.ask('DELETE', `${path}/${id}`)),
  ])
  expect(more[0]).toMatchObject({ kid: null, bits: 3072 })
  expect(new Set((await listed()).map(({ kid }: Json) => kid))).toEqual(
    new Set(['key 1', 'key 3', 'key 5', 'key 7', null]),
  )
  const again = await owner.ask('DELETE', `${path}/${taken[0].id}`)
  expect(again.status).toBe(404)
})

test('a key may have an end, which the same key given again changes, and which is not in the past', async () => {
  const key = newKey()
  const expiresAt = new Date(Date.now() + 86_400_000).toISOString()
  const { id, ...added } = await json(owner.ask('POST', path, { key, expiresAt }))
  expect(added).toMatchObject({ expiresAt })
  const stored = async () => (await listed()).find((each: Json) => each.id === id)
  expect(await stored()).toMatchObject({ expiresAt })
  await owner.ask('POST', path, { key })
  expect(await stored()).toMatchObject({ expiresAt: null })
  const past = await owner.ask('POST', path, { key, expiresAt: '2020-01-01T00:00:00Z' })
  expect([past.status, (await json(past)).error.message]).toEqual([
    400,
    expect.stringContaining('expired already'),
  ])
  expect(await stored()).toMatchObject({ expiresAt: null })
})

test('what is not a public key for signatures is refused with what is wrong, a private key above all', async () => {
  const good = newKey()
  const before = await listed()
  for (const [key, why] of [
    [{ ...good, d: 'AQAB' }, 'private key'],
    [{ ...good, kty: 'oct', k: 'AQAB' }, 'RSA'],
    [{ ...good, use: 'enc' }, 'RS256'],
    [{ ...good, kid: 7 }, 'kid'],
    [newKey(1024), '2048 bits'],
    [{}, 'RSA'],
    ['text', 'key'],
  ] as const) {
    const refused = await owner.ask('POST', path, { key })
    expect([refused.status, (await json(refused)).error.message]).toEqual([
      400,
      expect.stringContaining(why),
    ])
  }
  expect(await listed()).toEqual(before)
})

test('only someone who may do what the application may gives it a key, and a strange tenant sees none', async () => {
  const key = newKey()
  const clerk = await registry.newClient(owner.tenantId, ['Application.ReadWrite.All'])
  expect((await clerk.ask('POST', path, { key })).status).toBe(403)
  const reader = await registry.newClient(owner.tenantId, ['Application.Read.All'])
  expect((await reader.ask('GET', path)).status).toBe(200)
  expect((await reader.ask('POST', path, { key })).status).toBe(403)
  const stranger = await registry.newTenant()
  for (const [method, at] of [
    ['GET', path],
    ['POST', path],
    ['DELETE', `${path}/AAAA`],
  ] as const)
    expect([
      method,
      (await stranger.ask(method, at, method === 'POST' ? { key } : undefined)).status,
    ]).toEqual([method, 404])
})

test('the trail says which key came and which went, by its thumbprint', async () => {
  const { id } = await json(owner.ask('POST', path, { key: newKey() }))
  expect((await owner.ask('DELETE', `${path}/${id}`)).status).toBe(204)
  const { value } = await json(owner.ask('GET', '/admin/v1/audit?limit=2'))
  expect(value.map(({ activity, resources }: Json) => [activity, resources[0].properties])).toEqual(
    [
      ['Delete keys Application', [{ name: 'key', before: id, after: null }]],
      ['Action keys Application', [{ name: 'key', before: null, after: id }]],
    ],
  )
})
