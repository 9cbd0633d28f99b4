/** Imports from acceptance to verdict on real databases. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { defaultDenyList } from '../../src/core/identity/default-deny-rows.ts'
import { tokensUnder } from '../../src/core/identity/tokens.ts'
import { type DeviceId, newUuid, type TenantId } from '../../src/core/ids.ts'
import { acceptImport } from '../../src/core/import/accept-import.ts'
import { decideNextSlice } from '../../src/core/import/decide-slice.ts'
import type { ImportedDevice, Submission } from '../../src/core/import/imported-device.ts'
import { wrapWith } from '../../src/storage/authority/key-encryption.ts'
import { openStore, type Store } from '../../src/storage/database.ts'
import { devicesIn } from '../../src/storage/devices.ts'
import { importQueueIn } from '../../src/storage/import-queue.ts'
import { importedDevicesIn } from '../../src/storage/imports.ts'
import { migrate } from '../../src/storage/migrate.ts'
import { tenantsIn } from '../../src/storage/tenants.ts'
import { bytesOf, type HashFixture, hashFixture, hashFixtures } from '../support/hardware-hashes.ts'
import { backends, cloneDatabase, type TestDatabase } from '../support/postgres.ts'

const everything = { page: { limit: 1_000 } }

describe.each(backends)('imports on $name', (backend) => {
  let database: TestDatabase
  let store: Store

  beforeAll(async () => {
    database = await cloneDatabase(backend, migrate)
    store = openStore({ connectionString: database.connectionString })
  })
  afterAll(async () => {
    await store.close()
    await database.drop()
  })

  const wrap = wrapWith(Buffer.alloc(32, 1))
  const decideOptions = {
    tokens: tokensUnder(Buffer.alloc(32, 7)),
    denyList: () => Promise.resolve(defaultDenyList),
  }
  const decideAll = async () => {
    while (await decideNextSlice(importQueueIn(store, wrap), decideOptions));
  }

  async function newTenant(): Promise<TenantId> {
    const id = newUuid() as TenantId
    await tenantsIn(store).ensure({ id, displayName: 'Contoso', domains: [`${id}.test`] })
    return id
  }

  async function importAll(tenantId: TenantId, rows: readonly Submission[]) {
    const accepted = await acceptImport(importedDevicesIn(store, wrap), tenantId, rows)
    await decideAll()
    return Promise.all(accepted.map(({ id }) => importedDevicesIn(store, wrap).find(tenantId, id)))
  }

  const verdicts = (rows: readonly (ImportedDevice | undefined)[]) =>
    rows.map((row) => (row?.state.status === 'error' ? row.state.refusal : row?.state.status))

  /** Each test frees the fixtures' devices again, since a device has one owner in the whole database. */
  async function clear(tenantId: TenantId) {
    const { rows } = await devicesIn(store).list(tenantId, everything)
    await Promise.all(rows.map(({ id }) => devicesIn(store).remove(tenantId, id)))
  }

  test('new devices are registered with what their hashes say', async () => {
    const tenant = await newTenant()
    const receipts = await importAll(tenant, hashFixtures.map(submission))
    expect(verdicts(receipts)).toEqual(Array(10).fill('complete'))
    const { rows } = await devicesIn(store).list(tenant, everything)
    expect(rows.map(({ manufacturer, model }) => [manufacturer, model])).toEqual(
      hashFixtures.map(({ manufacturer, model }) => [manufacturer, model]),
    )
    const [first] = receipts
    const id = first?.state.status === 'complete' ? first.state.deviceId : ('' as DeviceId)
    expect((await devicesIn(store).find(tenant, id))?.serialNumber).toBe(hashFixtures[0]?.serial)
    await clear(tenant)
  })

  test('a registered device is refused as such, in its own tenant and in another', async () => {
    const [owner, other] = [await newTenant(), await newTenant()]
    await importAll(owner, hashFixtures.map(submission))
    expect(verdicts(await importAll(owner, hashFixtures.map(submission)))).toEqual(
      Array(10).fill('ZtdDeviceAlreadyAssigned'),
    )
    expect(verdicts(await importAll(other, hashFixtures.map(submission)))).toEqual(
      Array(10).fill('ZtdDeviceAssignedToOtherTenant'),
    )
    await clear(owner)
    expect(verdicts(await importAll(other, hashFixtures.map(submission)))).toEqual(
      Array(10).fill('complete'),
    )
    await clear(other)
  })

  test('of a repeated device the first row wins, also when slices lie between', async () => {
    const tenant = await newTenant()
    const [first, ...others] = hashFixtures.map(submission)
    const filler = Array.from({ length: 600 }, () => ({ ...empty, serialNumber: 'X' }))
    const rows = [first, ...others, first, ...filler, first].filter((row) => row !== undefined)
    const receipts = verdicts(await importAll(tenant, rows))
    expect(receipts.slice(0, 11)).toEqual([...Array(10).fill('complete'), 'ZtdDeviceDuplicated'])
    expect(receipts.at(-1)).toBe('ZtdDeviceDuplicated')
    await clear(tenant)
  })

  test('a row that names nothing is 803, one whose hash is damaged or missing is 802', async () => {
    const tenant = await newTenant()
    const damaged = bytesOf(hashFixture(1))
    damaged[200] = (damaged[200] ?? 0) ^ 1
    const rows = [empty, { ...empty, serialNumber: 'A' }, { ...empty, hardwareHash: damaged }]
    expect(verdicts(await importAll(tenant, rows))).toEqual([
      'MissingZtdSerialNumberAndProductKey',
      'InvalidZtdHardwareHash',
      'InvalidZtdHardwareHash',
    ])
  })

  test('a receipt that is deleted before it is decided is never decided', async () => {
    const tenant = await newTenant()
    const [row] = hashFixtures.map(submission)
    const [accepted] = await acceptImport(importedDevicesIn(store, wrap), tenant, row ? [row] : [])
    expect(await importedDevicesIn(store, wrap).remove(tenant, accepted?.id ?? '')).toBe(true)
    await decideAll()
    expect((await devicesIn(store).list(tenant, everything)).rows).toEqual([])
  })

  test('a receipt is found by the id that its client chose', async () => {
    const tenant = await newTenant()
    const importId = newUuid()
    await importAll(tenant, [{ ...empty, serialNumber: 'A', importId }, empty])
    const filter = { kind: 'compare', field: 'importId', op: 'eq', value: importId } as const
    const { rows } = await importedDevicesIn(store, wrap).list(tenant, { ...everything, filter })
    expect(rows.map((row) => row.importId)).toEqual([importId])
  })

  test('one tenant never sees what belongs to another', async () => {
    const [owner, other] = [await newTenant(), await newTenant()]
    const [receipt] = await importAll(owner, hashFixtures.slice(0, 1).map(submission))
    const id = receipt?.state.status === 'complete' ? receipt.state.deviceId : ('' as DeviceId)
    expect(await devicesIn(store).find(other, id)).toBeUndefined()
    expect(await devicesIn(store).remove(other, id)).toBe(false)
    expect(await importedDevicesIn(store, wrap).find(other, receipt?.id ?? '')).toBeUndefined()
    expect((await importedDevicesIn(store, wrap).list(other, everything)).rows).toEqual([])
    await clear(owner)
  })
})

const empty: Submission = {
  importId: null,
  serialNumber: null,
  productKey: null,
  hardwareHash: null,
  groupTag: null,
  purchaseOrderIdentifier: null,
  assignedUserPrincipalName: null,
}

function submission(fixture: HashFixture): Submission {
  return { ...empty, serialNumber: fixture.serial, hardwareHash: bytesOf(fixture) }
}
