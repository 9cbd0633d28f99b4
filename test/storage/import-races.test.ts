/** What happens to a device while an import of it is decided. Each interleaving is made, not hoped for. */

import { decodeHardwareHash } from 'taxiway-hardware-hash'
import { describe, expect, test } from 'vitest'
import type { Device } from '../../src/core/devices/device.ts'
import { factsOf } from '../../src/core/identity/facts.ts'
import { identityTokens } from '../../src/core/identity/identity-tokens.ts'
import { type DeviceId, newDeviceId, type TenantId } from '../../src/core/ids.ts'
import { decideNextSlice } from '../../src/core/imports/decide-slice.ts'
import { emptyRow } from '../../src/core/imports/imported-device.ts'
import type { OpenSlice } from '../../src/core/imports/slice.ts'
import { devicesIn } from '../../src/storage/devices/devices.ts'
import { addHolders } from '../../src/storage/identity/add-holders.ts'
import { findHolders, removeHolders } from '../../src/storage/identity/holders.ts'
import { findRecords } from '../../src/storage/identity/records.ts'
import { importQueueIn } from '../../src/storage/imports/import-queue.ts'
import { ClaimLost } from '../../src/storage/sql/database.ts'
import { expectNothingLoose } from '../support/databases/nothing-loose.ts'
import { untilWaiting } from '../support/databases/waiting.ts'
import { examiner, importsOn, wrap } from '../support/imports.ts'
import { laptop, later } from '../support/machines.ts'
import { backends } from '../support/postgres.ts'
import { storeOn } from '../support/store.ts'

describe.each(backends)('races on $name', (backend) => {
  const store = storeOn(backend)
  const { accept, decideAll, decideNext, importOne, imports, newTenant } = importsOn(store)

  async function registered(tenantId: TenantId, bytes: Uint8Array): Promise<DeviceId> {
    const state = await (await importOne(tenantId, bytes)).state()
    if (state?.status !== 'complete') throw new Error('the device was not registered')
    return state.deviceId
  }

  /** Decides what is due; `meanwhile` happens once, when all is looked up and nothing is written. */
  async function decideWhile(meanwhile: () => Promise<unknown>, when = 'before'): Promise<void> {
    const queue = importQueueIn(store, wrap)
    let pending: (() => Promise<unknown>) | undefined = meanwhile
    const once = async () => {
      const happen = pending
      pending = undefined
      await happen?.()
    }
    const between = (slice: OpenSlice): OpenSlice => ({
      ...slice,
      async settle(decisions) {
        if (when === 'before') await once()
        await slice.settle(decisions)
        if (when === 'after') await once()
      },
    })
    const watched = {
      withNextSlice: (decide: (slice: OpenSlice) => Promise<void>) =>
        queue.withNextSlice((slice) => decide(between(slice))),
    }
    const denyList = () => Promise.resolve(examiner.denyList)
    await decideNextSlice(watched, { tokens: examiner.tokens, denyList })
  }

  const submit = async (tenantId: TenantId, hardwareHash: Uint8Array) => {
    const [receipt] = await accept(tenantId, [{ ...emptyRow, hardwareHash }])
    return async () => (await imports().find(tenantId, receipt?.id ?? ''))?.state
  }

  test('a device that is deleted while a new capture of it is decided is registered anew', async () => {
    const tenant = await newTenant()
    const original = laptop('deleted meanwhile')
    const id = await registered(tenant, original)
    const state = await submit(tenant, later(original, [{ event: 'disk-swapped' }]))
    await decideWhile(() => devicesIn(store).remove(tenant, [id]))
    expect((await state())?.status).toBe('complete')
    await expectNothingLoose(store)
  })

  test('a device that is deleted while what a capture adds is being written takes that along', async () => {
    const tenant = await newTenant()
    const original = laptop('deleted a moment later')
    const id = await registered(tenant, original)
    const state = await submit(tenant, later(original, [{ event: 'disk-swapped' }]))
    let removal: Promise<readonly Device[]> | undefined
    await decideWhile(async () => {
      removal = devicesIn(store).remove(tenant, [id])
      await untilWaiting(store)
    }, 'after')
    expect(await removal).toMatchObject([{ id }])
    expect(await state()).toMatchObject({ refusal: 'ZtdDeviceAlreadyAssigned' })
    await expectNothingLoose(store)
  })

  test('two captures that are decided at the same moment both add what they know', async () => {
    const tenant = await newTenant()
    const original = laptop('learns twice')
    const id = await registered(tenant, original)
    const swapped = later(original, [{ event: 'disk-swapped' }])
    const captures = [swapped, later(swapped, [{ event: 'disk-swapped' }])]
    for (const each of captures) await submit(tenant, each)
    await decideWhile(() => decideNext())
    const client = await store.pool.connect()
    const records = await findRecords(client, wrap, [{ tenantId: tenant, deviceId: id }])
    client.release()
    const disks = captures.flatMap((bytes) => factsIn(bytes).disks)
    expect(new Set(disks).size).toBe(disks.length)
    expect(records.get(id)?.movable.disks).toEqual(expect.arrayContaining(disks))
  })

  test('an identifier that goes while a device is added to it is not silently lost', async () => {
    const [tenant, gone, added] = [await newTenant(), newDeviceId(), newDeviceId()]
    const [{ token } = { token: undefined }] = identityTokens(
      factsIn(laptop('token')),
      examiner.tokens,
    )
    if (token === undefined) throw new Error('a laptop has tokens')
    const [ours, theirs] = [await store.pool.connect(), await store.pool.connect()]
    await addHolders(theirs, tenant, {
      added: [{ token, deviceId: gone }],
      seen: { holders: new Map(), crowded: new Map() },
    })
    const seen = await findHolders(ours, [token])
    const query = ours.query.bind(ours) as (statement: unknown) => Promise<unknown>
    const racing = Object.assign(Object.create(ours) as typeof ours, {
      async query(statement: { name?: string }) {
        const answer = await query(statement)
        if (statement.name === 'identity-token-insert') await removeHolders(theirs, [token], [gone])
        return answer
      },
    })
    try {
      const adding = addHolders(racing, tenant, { added: [{ token, deviceId: added }], seen })
      await expect(adding).rejects.toBeInstanceOf(ClaimLost)
    } finally {
      ours.release()
      theirs.release()
    }
  })

  test('a device that is deleted, imported and learned at once ends in one consistent state', async () => {
    const [one, two] = [await newTenant(), await newTenant()]
    const machines = Array.from({ length: 8 }, (_, n) => laptop(`storm ${n}`))
    await Promise.all(
      Array.from({ length: 6 }, async (_, round) => {
        const event = round % 2 === 0 ? 'regenerated' : 'disk-swapped'
        for (const bytes of machines) {
          await submit(round % 3 === 0 ? two : one, later(bytes, [{ event }]))
          await decideNext()
          await removeSome(one)
        }
      }),
    )
    await decideAll()
    await expectNothingLoose(store)
  })

  async function removeSome(tenantId: TenantId): Promise<void> {
    const { rows } = await devicesIn(store).list(tenantId, { page: { limit: 2 } })
    for (const { id } of rows) await devicesIn(store).remove(tenantId, [id])
  }
})

function factsIn(bytes: Uint8Array) {
  const hash = decodeHardwareHash(bytes)
  if (!hash.ok) throw new Error(hash.message)
  return factsOf(hash, examiner.denyList)
}
