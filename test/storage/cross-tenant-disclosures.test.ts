/** What a tenant learns about devices of others: one bit, so often a day, and then nothing. */

import { beforeAll, describe, expect, test } from 'vitest'
import { decideConflict } from '../../src/core/conflicts/decide-conflict.ts'
import type { TenantId } from '../../src/core/ids.ts'
import { emptyRow } from '../../src/core/imports/imported-device.ts'
import { conflictsIn } from '../../src/storage/conflicts/conflicts.ts'
import { examiner, importsOn, verdicts, wrap } from '../support/imports.ts'
import { laptop, withOtherKey } from '../support/machines.ts'
import { withinOneDay } from '../support/one-day.ts'
import { backends } from '../support/postgres.ts'
import { storeOn } from '../support/store.ts'

describe.each(backends)('answers about others on $name', (backend) => {
  const store = storeOn(backend)
  beforeAll(() => withinOneDay(store.pool))
  const { accept, decideNext, importAll, importOne, newTenant, receiptsOf } = importsOn(store)

  async function proberWith(budget: number): Promise<TenantId> {
    const tenantId = await newTenant()
    await store.pool.query(
      'update tenant set cross_tenant_disclosures_per_day = $2 where tenant_id = $1',
      [tenantId, budget],
    )
    return tenantId
  }
  const open = async (tenantId: TenantId) =>
    (await conflictsIn(store, wrap).list(tenantId, { limit: 100, state: 'open' })).rows

  test('past the day’s budget known and unknown devices are answered alike', async () => {
    const [owner, prober] = [await newTenant(), await proberWith(1)]
    const [told, foreign] = [laptop('told'), laptop('foreign')]
    await importOne(owner, told)
    await importOne(owner, foreign)
    const rows = [told, foreign, laptop('nobody’s')].map((hardwareHash) => ({
      ...emptyRow,
      hardwareHash,
    }))
    expect(verdicts(await importAll(prober, rows))).toEqual([
      'ZtdDeviceAssignedToOtherTenant',
      'ZtdDeviceIsNotUnique',
      'ZtdDeviceIsNotUnique',
    ])
    const waiting = await open(prober)
    const shown = waiting.map(({ kind, sentence, candidates }) => ({ kind, sentence, candidates }))
    expect(shown).toHaveLength(2)
    expect(shown[0]).toEqual(shown[1])

    const by = { by: 'a person', state: 'different' } as const
    const conflicts = conflictsIn(store, wrap)
    for (const { id } of waiting) {
      const decision = { tenantId: prober, id, ...by, mayDecideCrossTenant: false }
      await expect(decideConflict(conflicts, examiner, decision)).rejects.toThrow(
        'Only an operator',
      )
    }
    for (const { id } of waiting) {
      const decision = { tenantId: prober, id, ...by, mayDecideCrossTenant: true }
      await decideConflict(conflicts, examiner, decision)
    }
    const states = await store.pool.query(
      `select status, refusal from import_row where tenant_id = $1 order by import_id, row_number`,
      [prober],
    )
    expect(states.rows.slice(1)).toEqual([
      { status: 'error', refusal: 'ZtdDeviceAssignedToOtherTenant' },
      { status: 'complete', refusal: null },
    ])
  })

  test('a question about another tenant’s device is an answer too, and counted', async () => {
    const [owner, prober] = [await newTenant(), await proberWith(1)]
    const [one, two] = [laptop('asked 1'), laptop('asked 2')]
    await importOne(owner, one)
    await importOne(owner, two)
    await importOne(prober, withOtherKey(one))
    await importOne(prober, withOtherKey(two))
    expect((await open(prober)).map(({ kind }) => kind)).toEqual(['review', 'disclosures-spent'])
  })

  test('slices that are decided at the same time do not spend an answer twice', async () => {
    const [owner, prober] = [await newTenant(), await proberWith(3)]
    const fleet = Array.from({ length: 6 }, (_, n) => ({
      ...emptyRow,
      hardwareHash: laptop(`at once ${n}`),
    }))
    await importAll(owner, fleet)
    const accepted = await Promise.all(fleet.map((row) => accept(prober, [row])))
    await Promise.all(fleet.map(() => decideNext()))
    while (await decideNext());
    const found = verdicts(await receiptsOf(prober, accepted.flat()))
    expect(found.filter((each) => each === 'ZtdDeviceAssignedToOtherTenant')).toHaveLength(3)
  })

  test('the tenant reads that there is a device, the operator also what agrees', async () => {
    const [owner, other] = [await newTenant(), await newTenant()]
    const original = laptop('sentence')
    await importOne(owner, original)
    await importOne(other, withOtherKey(original))
    const [conflict] = await open(other)
    expect(conflict?.sentence).toBe(
      'A device of another tenant may be it. Only an operator of this installation can decide that.',
    )
    expect(conflict?.evidence).toContain('TPM key')
  })
})
