/** Storage that fails at a row: the row alone is given up, late, and everything else is decided. */

import { encodeHardwareHash } from 'taxiway-hardware-hash'
import { afterEach, describe, expect, test } from 'vitest'
import { emptyRow, type ImportedDevice } from '../../src/core/imports/imported-device.ts'
import type { RowDecision } from '../../src/core/imports/slice.ts'
import { importsOn, verdicts } from '../support/imports.ts'
import { described, laptop } from '../support/machines.ts'
import { backends } from '../support/postgres.ts'
import { storeOn } from '../support/store.ts'

describe.each(backends)('failing storage on $name', (backend) => {
  const store = storeOn(backend)
  const { accept, decideNext, newTenant, receiptsOf } = importsOn(store)
  let decided: RowDecision[] = []
  const onDecided = (decisions: readonly RowDecision[]) => decided.push(...decisions)

  afterEach(async () => {
    decided = []
    await store.pool.query('drop trigger if exists fails on device')
    await store.pool.query('drop trigger if exists fails on import_row')
  })

  /** Decides until no work is left, without the waits in between; how often that failed. */
  async function decideThrough(): Promise<number> {
    for (let failures = 0; ; ) {
      await store.pool.query('update import_work set turn_at = now()')
      const busy = await decideNext({ onDecided }).catch(() => undefined)
      if (busy === undefined) failures++
      else if (!busy) return failures
    }
  }

  /** PL/pgSQL that runs for each row written to `table`, at the commit where it is `deferred`. */
  async function sabotage(table: string, body: string, deferred = false): Promise<void> {
    await store.pool.query(
      `create or replace function fails() returns trigger language plpgsql as $$ begin ${body} return new; end $$`,
    )
    await store.pool.query(
      deferred
        ? `create constraint trigger fails after update on ${table} deferrable initially deferred
           for each row execute function fails()`
        : `create trigger fails before insert on ${table} for each row execute function fails()`,
    )
  }

  const fleet = (name: string, count: number) =>
    Array.from({ length: count }, (_, n) => ({
      ...emptyRow,
      groupTag: `${name} ${n}`,
      hardwareHash: laptop(`${name} ${n}`),
    }))

  const hashesOf = async (receipts: readonly ImportedDevice[]) => {
    const { rows } = await store.pool.query(
      'select hash_id from hardware_hash where hash_id = any($1::uuid[])',
      [receipts.map(({ id }) => id)],
    )
    return rows.length
  }

  test('a row at which storage fails is given up after six failures, and it alone', async () => {
    const tenant = await newTenant()
    await sabotage('device', `if new.group_tag = 'bad 20' then raise exception 'no'; end if;`)
    const accepted = await accept(tenant, fleet('bad', 24))
    const failures = await decideThrough()
    const found = verdicts(await receiptsOf(tenant, accepted))
    expect(found[20]).toBe('StorageError')
    expect(found.filter((each) => each === 'complete')).toHaveLength(23)
    // Three of the whole slice, six of the row: rows that are well cost no further failures.
    expect(failures).toBe(9)
    expect(decided).toHaveLength(24)
    expect(await hashesOf(accepted)).toBe(23)
  })

  test('a row whose hash is lost is a failure of storage, not a bad hash', async () => {
    const tenant = await newTenant()
    const accepted = await accept(tenant, fleet('lost', 3))
    await store.pool.query('delete from hardware_hash where hash_id = $1', [accepted[1]?.id])
    await decideThrough()
    expect(verdicts(await receiptsOf(tenant, accepted))).toEqual([
      'complete',
      'StorageError',
      'complete',
    ])
  })

  test('a failure that passes by itself costs no row, and what it undid is counted once', async () => {
    const tenant = await newTenant()
    await store.pool.query('create sequence commits')
    await sabotage(
      'import_row',
      `if nextval('commits') = 1 then raise exception 'lost a race' using errcode = '40001'; end if;`,
      true,
    )
    const accepted = await accept(tenant, fleet('commit', 3))
    expect(await decideThrough()).toBe(0)
    expect(verdicts(await receiptsOf(tenant, accepted))).toEqual(Array(3).fill('complete'))
    expect(decided).toHaveLength(3)
  })

  test('no text that a hash or a row can hold makes storage fail', async () => {
    const tenant = await newTenant()
    const odd = ['A\u0001\u001b\u007f', '\u{1f600}', `${'\u{10ffff}'}x`, randomText(2_750)]
    const rows = odd.map((serialNumber, n) => {
      const { header, smbiosUuid = '' } = described(laptop(`odd ${n}`))
      const description = { ...(header && { header }), smbiosUuid, serialNumber }
      const hardwareHash = encodeHardwareHash(description).bytes
      return { ...emptyRow, hardwareHash }
    })
    const accepted = await accept(tenant, rows)
    expect(await decideThrough()).toBe(0)
    const found = verdicts(await receiptsOf(tenant, accepted))
    expect(found).toEqual([...Array(3).fill('complete'), 'InvalidZtdHardwareHash'])
    await expect(accept(tenant, [{ ...emptyRow, groupTag: 'a\0b' }])).rejects.toThrow('NUL')
    await expect(accept(tenant, [{ ...emptyRow, groupTag: 'a\ud800' }])).rejects.toThrow('half')
  })
})

/** Text that no compression makes short enough for an index. */
function randomText(length: number): string {
  let state = 1
  return Array.from({ length }, () => {
    state = (state * 48_271) % 0x7fffffff
    return String.fromCharCode(33 + (state % 90))
  }).join('')
}
