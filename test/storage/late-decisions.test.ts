/** Decisions that come after something else has happened to the device: it still has one owner. */

import { describe, expect, test } from 'vitest'
import { decideConflict } from '../../src/core/conflicts/decide-conflict.ts'
import type { DeviceId, TenantId } from '../../src/core/ids.ts'
import { emptyRow } from '../../src/core/imports/imported-device.ts'
import { conflictsIn } from '../../src/storage/conflicts/conflicts.ts'
import { devicesIn } from '../../src/storage/devices/devices.ts'
import { deviceHistoriesIn } from '../../src/storage/identity/histories.ts'
import { examiner, importsOn, wrap } from '../support/imports.ts'
import { laptop, later, withOtherKey } from '../support/machines.ts'
import { backends } from '../support/postgres.ts'
import { storeOn } from '../support/store.ts'

describe.each(backends)('late decisions on $name', (backend) => {
  const store = storeOn(backend)
  const { importAll, importOne, imports, newTenant } = importsOn(store)

  const open = async (tenantId: TenantId) =>
    (await conflictsIn(store, wrap).list(tenantId, { limit: 100, state: 'open' })).rows
  const devicesOf = async (tenantId: TenantId) =>
    (await devicesIn(store).list(tenantId, { page: { limit: 100 } })).rows

  /** Decides the oldest open conflict of the tenant. */
  async function decide(
    tenantId: TenantId,
    state: 'same' | 'different' | 'rejected',
    mayDecideCrossTenant = false,
  ): Promise<void> {
    const [conflict] = await open(tenantId)
    const id = conflict?.id ?? ''
    const decision = { tenantId, id, state, by: 'a person', mayDecideCrossTenant }
    await decideConflict(conflictsIn(store, wrap), examiner, decision)
  }

  test('a device that another tenant has registered meanwhile stays with it, whatever is decided', async () => {
    for (const state of ['different', 'same'] as const) {
      const [waiting, other] = [await newTenant(), await newTenant()]
      const original = laptop(`meanwhile ${state}`)
      const own = await importOne(waiting, original)
      const held = await importOne(waiting, withOtherKey(original))
      const before = await devicesOf(waiting)
      const elsewhere = await importOne(other, withOtherKey(original))
      expect((await elsewhere.state())?.status).toBe('error')
      await decide(other, 'different', true)
      expect((await elsewhere.state())?.status).toBe('complete')

      await decide(waiting, state)
      expect(await held.state()).toEqual({
        status: 'error',
        refusal: 'ZtdDeviceAssignedToOtherTenant',
      })
      expect(await devicesOf(waiting)).toEqual(before)
      const id = (await own.state()) as { deviceId: DeviceId }
      const history = await deviceHistoriesIn(store).find(waiting, id.deviceId)
      expect(history?.hashes).toHaveLength(1)
    }
  })

  test('a device that waits twice becomes one, and the second row learns that it is there', async () => {
    const tenant = await newTenant()
    const original = laptop('twice')
    await importOne(tenant, original)
    const first = await importOne(tenant, withOtherKey(original))
    const second = await importOne(
      tenant,
      later(withOtherKey(original), [{ event: 'regenerated' }]),
    )
    await decide(tenant, 'different')
    await decide(tenant, 'different')
    expect((await first.state())?.status).toBe('complete')
    expect(await second.state()).toMatchObject({ refusal: 'ZtdDeviceAlreadyAssigned' })
    expect(await devicesOf(tenant)).toHaveLength(2)
  })

  test('a device that waits twice in one import is a repeat once the first is registered', async () => {
    const tenant = await newTenant()
    const original = laptop('twice at once')
    await importOne(tenant, original)
    const row = { ...emptyRow, hardwareHash: withOtherKey(original) }
    const receipts = await importAll(tenant, [row, row])
    await decide(tenant, 'different')
    await decide(tenant, 'different')
    const states = await Promise.all(
      receipts.map(async (each) => (await imports().find(tenant, each?.id ?? ''))?.state),
    )
    expect(states).toMatchObject([{ status: 'complete' }, { refusal: 'ZtdDeviceDuplicated' }])
  })

  test('a new rival that nobody was asked about is a new question', async () => {
    const [tenant, other] = [await newTenant(), await newTenant()]
    const original = laptop('rival')
    const device = await importOne(tenant, original)
    const held = await importOne(tenant, withOtherKey(original))
    const registered = (await device.state()) as { deviceId: DeviceId }
    await devicesIn(store).remove(tenant, [registered.deviceId])
    await importOne(other, original)

    await decide(tenant, 'different')
    expect(await held.state()).toMatchObject({ refusal: 'ZtdDeviceIsNotUnique' })
    expect(await open(tenant)).toMatchObject([{ kind: 'review', candidates: ['foreign'] }])
    await decide(tenant, 'different', true)
    expect((await held.state())?.status).toBe('complete')
  })

  test('a receipt that is deleted while it waits leaves the question, and its hash, to be decided', async () => {
    const tenant = await newTenant()
    const original = laptop('receipt gone')
    await importOne(tenant, original)
    const held = await importOne(tenant, withOtherKey(original), 'Kiosk')
    expect(await imports().remove(tenant, held.id)).toBe(true)
    await decide(tenant, 'different')
    expect((await devicesOf(tenant)).map(({ groupTag }) => groupTag)).toEqual([null, 'Kiosk'])
    expect(await held.state()).toBeUndefined()
  })

  test('what is said to be the same keeps in its history what the hash changed', async () => {
    const tenant = await newTenant()
    const original = laptop('history')
    const first = await importOne(tenant, original)
    await importOne(tenant, withOtherKey(original))
    await decide(tenant, 'same')
    const { deviceId } = (await first.state()) as { deviceId: DeviceId }
    const history = await deviceHistoriesIn(store).find(tenant, deviceId)
    expect(history?.hashes[1]?.changes.length).toBeGreaterThan(0)
  })
})
