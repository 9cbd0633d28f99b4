/** Rows that a person decides, on real databases. */

import { encodeHardwareHash } from 'taxiway-hardware-hash'
import { describe, expect, test } from 'vitest'
import { decideConflict } from '../../src/core/conflicts/decide-conflict.ts'
import { matchHash } from '../../src/core/conflicts/match-hash.ts'
import type { DeviceId, TenantId } from '../../src/core/ids.ts'
import { conflictsIn } from '../../src/storage/conflicts/conflicts.ts'
import { devicesIn } from '../../src/storage/devices/devices.ts'
import { deviceHistoriesIn, identityLookupIn } from '../../src/storage/identity/histories.ts'
import { examiner, importsOn, wrap } from '../support/imports.ts'
import { described, laptop, later, withOtherKey } from '../support/machines.ts'
import { backends } from '../support/postgres.ts'
import { storeOn } from '../support/store.ts'

const page = { limit: 100 }

describe.each(backends)('conflicts on $name', (backend) => {
  const store = storeOn(backend)

  const { importOne, newTenant } = importsOn(store)

  const open = async (tenantId: TenantId) =>
    (await conflictsIn(store, wrap).list(tenantId, { ...page, state: 'open' })).rows
  const decide = (
    tenantId: TenantId,
    id: string,
    decision: { state: 'same' | 'different' | 'rejected'; mayDecideCrossTenant?: boolean },
  ) =>
    decideConflict(conflictsIn(store, wrap), examiner, {
      tenantId,
      id,
      by: 'a person',
      mayDecideCrossTenant: false,
      ...decision,
    })

  test('a device whose TPM key alone differs waits for a person, who says that it is another one', async () => {
    const tenant = await newTenant()
    const original = laptop('different')
    await importOne(tenant, original)
    const held = await importOne(tenant, withOtherKey(original), 'Kiosk')
    const [conflict] = await open(tenant)
    expect(await held.state()).toEqual({
      status: 'error',
      refusal: 'ZtdDeviceIsNotUnique',
      conflict: { id: conflict?.id, state: 'open' },
    })
    expect(conflict).toMatchObject({ kind: 'review', receiptId: held.id, state: 'open' })
    expect(conflict?.sentence).toContain('TPM key')

    await decide(tenant, conflict?.id ?? '', { state: 'different' })
    const state = await held.state()
    expect(state?.status).toBe('complete')
    const { rows } = await devicesIn(store).list(tenant, { page })
    expect(rows.map(({ groupTag }) => groupTag)).toEqual([null, 'Kiosk'])
    expect(await open(tenant)).toEqual([])
    await expect(decide(tenant, conflict?.id ?? '', { state: 'same' })).rejects.toThrow(
      'no open conflict',
    )
  })

  test('said to be the same device, it adds to what is known, and the next capture is recognized', async () => {
    const tenant = await newTenant()
    const original = laptop('same')
    const first = await importOne(tenant, original)
    const switched = withOtherKey(original)
    const held = await importOne(tenant, switched)
    const [conflict] = await open(tenant)
    await decide(tenant, conflict?.id ?? '', { state: 'same' })
    expect(await held.state()).toMatchObject({ refusal: 'ZtdDeviceAlreadyAssigned' })
    const again = await importOne(tenant, later(switched, [{ event: 'regenerated' }]))
    expect(await again.state()).toMatchObject({ refusal: 'ZtdDeviceAlreadyAssigned' })
    const registered = await first.state()
    const id = registered?.status === 'complete' ? registered.deviceId : ('' as DeviceId)
    expect((await deviceHistoriesIn(store).find(tenant, id))?.hashes).toHaveLength(3)
  })

  test('rejected, it stays refused, and its hash is kept no longer', async () => {
    const tenant = await newTenant()
    const original = laptop('rejected')
    await importOne(tenant, original)
    const held = await importOne(tenant, withOtherKey(original))
    const [conflict] = await open(tenant)
    await decide(tenant, conflict?.id ?? '', { state: 'rejected' })
    expect(await held.state()).toEqual({
      status: 'error',
      refusal: 'ZtdDeviceIsNotUnique',
      conflict: { id: conflict?.id, state: 'rejected' },
    })
    const { rows } = await store.pool.query('select from hardware_hash where hash_id = $1', [
      held.id,
    ])
    expect(rows).toHaveLength(0)
  })

  test('where another tenant may have it, only an operator decides, and nobody learns who', async () => {
    const [owner, other] = [await newTenant(), await newTenant()]
    const original = laptop('foreign')
    await importOne(owner, original)
    const held = await importOne(other, withOtherKey(original))
    expect(await open(owner)).toEqual([])
    const [conflict] = await open(other)
    expect(conflict?.candidates).toEqual(['foreign'])
    expect(JSON.stringify(conflict)).not.toContain(owner)
    await expect(decide(other, conflict?.id ?? '', { state: 'different' })).rejects.toThrow(
      'Only an operator',
    )
    expect(await held.state()).toMatchObject({ refusal: 'ZtdDeviceIsNotUnique' })
    await decide(other, conflict?.id ?? '', { state: 'same', mayDecideCrossTenant: true })
    expect(await held.state()).toMatchObject({ refusal: 'ZtdDeviceAssignedToOtherTenant' })
  })

  test('a new board with the old serial number is a new device, with a remark for a person', async () => {
    const tenant = await newTenant()
    const original = laptop('remark')
    await importOne(tenant, original)
    const replaced = await importOne(
      tenant,
      later(original, [{ event: 'board-replaced', reflashed: true }]),
    )
    expect((await replaced.state())?.status).toBe('complete')
    expect(await open(tenant)).toMatchObject([{ kind: 'same-serial-on-another-board' }])
  })

  test('a dry run says why, and knows nothing of other tenants', async () => {
    const [owner, other] = [await newTenant(), await newTenant()]
    const original = laptop('dry run')
    await importOne(owner, original)
    const lookup = identityLookupIn(store, wrap)
    const swapped = later(original, [{ event: 'regenerated' }, { event: 'disk-swapped' }])
    const own = await matchHash(lookup, examiner, { tenantId: owner, hardwareHash: swapped })
    expect(own.judgement.verdict).toBe('match')
    expect(own.sentence).toMatch(/Same TPM key.*disk is new.*It is the same device\./)
    const foreign = await matchHash(lookup, examiner, { tenantId: other, hardwareHash: swapped })
    expect(foreign.judgement).toEqual({ verdict: 'no-match', candidates: [] })
  })

  test('a value that ten devices share is proposed for the deny list, not applied', async () => {
    const tenant = await newTenant()
    for (let n = 0; n < 10; n++) {
      const changed = { ...described(laptop(`shared ${n}`)), serialNumber: 'SHARED-77' }
      await importOne(tenant, encodeHardwareHash(changed).bytes)
    }
    const { rows } = await store.pool.query(
      "select value, devices from deny_proposal where kind = 'serial'",
    )
    expect(rows).toEqual([{ value: 'SHARED-77', devices: 10 }])
  })
})
