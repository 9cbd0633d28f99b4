/** Made-up devices of the benches identify themselves as imported ones do, to a server with the same keys. */
import { randomBytes } from 'node:crypto'
import { makeFleet } from 'taxiway-hardware-hash'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fillIdentities } from '../../bench/fill-identities.ts'
import { tokensUnder } from '../../src/core/identity/tokens.ts'
import { installationSecret } from '../../src/storage/secrets/installation-secrets.ts'
import { wrapWith } from '../../src/storage/secrets/key-encryption.ts'
import { fillRegistry } from '../support/databases/fill-registry.ts'
import { localBackend } from '../support/postgres.ts'
import { type Client, json, openRegistry } from '../support/registry.ts'

const devices = 30
const wrap = wrapWith(randomBytes(32))
let registry: Awaited<ReturnType<typeof openRegistry>>
let tenant: Client

beforeAll(async () => {
  registry = await openRegistry(localBackend, { wrap })
  tenant = await registry.newTenant()
  const { tenantId } = tenant
  const { pool } = registry.store
  await fillRegistry(pool, { tenantId, from: 0, to: devices })
  await pool.query(
    `update device set serial_number = 'TWIN' where device_id in (select device_id from device order by device_id limit 2)`,
  )
  const secret = await installationSecret(registry.store, wrap, 'identity-tokens')
  await fillIdentities(pool, { tenantId, wrap, tokens: tokensUnder(secret) })
})
afterAll(async () => {
  expect(registry.failures).toEqual([])
  await registry.close()
})

async function listed(): Promise<readonly { id: string; serialNumber: string }[]> {
  return (await json(tenant.ask('GET', '/admin/v1/devices?sort=serialNumber&top=1000'))).value
}

test('the server opens the record of each of them', async () => {
  const all = await listed()
  expect(all).toHaveLength(devices)
  const keys = new Set<string>()
  for (const { id } of all)
    for (const key of (await json(tenant.ask('GET', `/admin/v1/devices/${id}/record`))).tpmKeys)
      keys.add(key)
  expect(keys.size).toBe(devices)
})

test('they have as many tokens as an imported laptop, and each token names its device', async () => {
  const { pool } = registry.store
  const { rows: loose } = await pool.query(
    `select from device_identity, unnest(tokens) as one(token)
     where not exists (select from identity_token as known where known.token = one.token and device_id = any(known.holders))`,
  )
  expect(loose).toEqual([])
  const [laptop] = [...makeFleet({ seed: 'filled', count: 1, mix: { hp: 1 } })]
  const row = { file: 'one.csv', line: 2, hardwareIdentifier: laptop?.hash().text }
  await tenant.ask('POST', '/admin/v1/imports', { label: 'one.csv', rows: [row] })
  await registry.decideAll()
  const { rows } = await pool.query<{ tokens: number; bytes: number }>(
    `select cardinality(tokens) as tokens, length(record) as bytes from device_identity order by device_id`,
  )
  const imported = rows.at(-1)
  for (const { tokens, bytes } of rows) {
    expect(tokens).toBe(imported?.tokens)
    expect(Math.abs(bytes - (imported?.bytes ?? 0))).toBeLessThan(100)
  }
})

test('two with one serial number share its token', async () => {
  const twins = (await listed()).filter(({ serialNumber }) => serialNumber === 'TWIN')
  const { rows } = await registry.store.pool.query<{ holders: string[] }>(
    'select holders from identity_token where cardinality(holders) = 4',
  )
  expect(rows).toHaveLength(1)
  const ids = rows[0]?.holders.filter((_, n) => n % 2 === 1)
  expect(ids?.toSorted()).toEqual(twins.map(({ id }) => id).toSorted())
})
