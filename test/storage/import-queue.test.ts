/** Imports from acceptance to verdict on real databases. */
import { describe, expect, test } from 'vitest'
import type { DeviceId, TenantId } from '../../src/core/ids.ts'
import { emptyRow, type Submission } from '../../src/core/imports/imported-device.ts'
import { newUuid } from '../../src/core/uuid.ts'
import { devicesIn } from '../../src/storage/devices/devices.ts'
import { bytesOf, type HashFixture, hashFixture, hashFixtures } from '../support/hardware-hashes.ts'
import { importsOn, verdicts } from '../support/imports.ts'
import { backends } from '../support/postgres.ts'
import { storeOn } from '../support/store.ts'

const everything = { page: { limit: 1_000 } }

describe.each(backends)('imports on $name', (backend) => {
  const store = storeOn(backend)

  const { accept, decideAll, decideNext, importAll, imports, newTenant, receiptsOf } =
    importsOn(store)

  /** Each test frees the fixtures' devices again, since a device has one owner in the whole database. */
  async function clear(tenantId: TenantId) {
    const { rows } = await devicesIn(store).list(tenantId, everything)
    await Promise.all(rows.map(({ id }) => devicesIn(store).remove(tenantId, [id])))
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
    const filler = Array.from({ length: 600 }, () => ({ ...emptyRow, serialNumber: 'X' }))
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
    const rows = [
      emptyRow,
      { ...emptyRow, serialNumber: 'A' },
      { ...emptyRow, hardwareHash: damaged },
    ]
    expect(verdicts(await importAll(tenant, rows))).toEqual([
      'MissingZtdSerialNumberAndProductKey',
      'InvalidZtdHardwareHash',
      'InvalidZtdHardwareHash',
    ])
  })

  test('an import that has begun goes on when an emulator sets its clock back', async () => {
    const tenant = await newTenant()
    await store.pool.query('insert into virtual_clock (ahead_ms) values (3600000)')
    const accepted = await accept(tenant, Array(600).fill(emptyRow))
    await decideNext()
    await store.pool.query('delete from virtual_clock')
    await decideAll()
    expect(new Set(verdicts(await receiptsOf(tenant, accepted.slice(-1))))).toEqual(
      new Set(['MissingZtdSerialNumberAndProductKey']),
    )
  })

  test('imports that wait while the clock is set back are decided', async () => {
    const tenant = await newTenant()
    await store.pool.query('insert into virtual_clock (ahead_ms) values (3600000)')
    const accepted = await accept(tenant, [emptyRow])
    await store.pool.query('delete from virtual_clock')
    // As the database's own clock would leave it.
    await store.pool.query(`update import_work set turn_at = now() + interval '1 hour'`)
    await decideAll()
    expect(verdicts(await receiptsOf(tenant, accepted))).toEqual([
      'MissingZtdSerialNumberAndProductKey',
    ])
  })

  test('a receipt that is deleted before it is decided is never decided', async () => {
    const tenant = await newTenant()
    const [row] = hashFixtures.map(submission)
    const [accepted] = await accept(tenant, row ? [row] : [])
    expect(await imports().remove(tenant, accepted?.id ?? '')).toBe(true)
    await decideAll()
    expect((await devicesIn(store).list(tenant, everything)).rows).toEqual([])
  })

  test('a receipt is found by the id that its client chose', async () => {
    const tenant = await newTenant()
    const importId = newUuid()
    await importAll(tenant, [{ ...emptyRow, serialNumber: 'A', importId }, emptyRow])
    const filter = { kind: 'compare', field: 'importId', op: 'eq', value: importId } as const
    const { rows } = await imports().list(tenant, { ...everything, filter })
    expect(rows.map((row) => row.importId)).toEqual([importId])
  })

  test('one tenant never sees what belongs to another', async () => {
    const [owner, other] = [await newTenant(), await newTenant()]
    const [receipt] = await importAll(owner, hashFixtures.slice(0, 1).map(submission))
    const id = receipt?.state.status === 'complete' ? receipt.state.deviceId : ('' as DeviceId)
    expect(await devicesIn(store).find(other, id)).toBeUndefined()
    expect(await devicesIn(store).remove(other, [id])).toEqual([])
    expect(await imports().find(other, receipt?.id ?? '')).toBeUndefined()
    expect((await imports().list(other, everything)).rows).toEqual([])
    await clear(owner)
  })
})

function submission(fixture: HashFixture): Submission {
  return { ...emptyRow, serialNumber: fixture.serial, hardwareHash: bytesOf(fixture) }
}
