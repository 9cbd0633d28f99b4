/** What an import asks of the database, counted: speed itself is measured by `npm run bench import`. */
import { makeDevice } from 'taxiway-hardware-hash'
import { describe, expect, test } from 'vitest'
import { emptyRow, type Submission } from '../../src/core/imports/imported-device.ts'
import { recentHashes } from '../../src/storage/imports/recent-hashes.ts'
import { statementsOf } from '../support/databases/counted-statements.ts'
import { importsOn, verdicts } from '../support/imports.ts'
import { backends } from '../support/postgres.ts'
import { storeOn } from '../support/store.ts'

/** As many as one slice takes. */
const count = 500

const laptops = (seed: string): Submission[] =>
  Array.from({ length: count }, (_, n) => ({
    ...emptyRow,
    hardwareHash: makeDevice({ seed, count, mix: { lenovo: 1, hp: 1, dell: 1 } }, n).hash().bytes,
  }))

describe.each(backends)('the cost of an import on $name', (backend) => {
  const store = storeOn(backend)
  const { accept, decideNext, newTenant, receiptsOf } = importsOn(store, recentHashes())

  test('a slice of new devices takes few statements, however many rows it has', async () => {
    const tenant = await newTenant()
    const rows = laptops('statements')
    let accepted: Awaited<ReturnType<typeof accept>> = []
    const toAccept = await statementsOf(store, async () => {
      accepted = await accept(tenant, rows)
    })
    const toDecide = await statementsOf(store, () => decideNext())
    expect(verdicts(await receiptsOf(tenant, accepted))).toEqual(Array(count).fill('complete'))
    expect(toAccept.length).toBeLessThanOrEqual(6)
    expect(toDecide.length).toBeLessThanOrEqual(15)
  })

  test('a verdict stays in the page of its receipt, and so out of the indexes', async () => {
    const tenant = await newTenant()
    await accept(tenant, laptops('pages'))
    const pages = async () => {
      const { rows } = await store.pool.query<{ place: string }>(
        `select row_number || ' in page ' || (ctid::text::point)[0] as place from import_row
         where tenant_id = $1 order by row_number`,
        [tenant],
      )
      return rows.map(({ place }) => place)
    }
    const before = await pages()
    await decideNext()
    expect(await pages()).toEqual(before)
    const { rows } = await store.pool.query<{ columns: string[] }>(
      `select array_agg(distinct attname::text) as columns from pg_index
         join pg_attribute on attrelid = indexrelid where indrelid = 'import_row'::regclass`,
    )
    for (const changing of ['status', 'refusal', 'device_id', 'decided_at'])
      expect(rows[0]?.columns).not.toContain(changing)
  })

  test('a device is entered in few indexes', async () => {
    const { rows } = await store.pool.query<{ name: string }>(
      `select indexrelid::regclass::text as name from pg_index
       where indrelid = 'device'::regclass and indpred is null`,
    )
    expect(rows.length).toBeLessThanOrEqual(21)
    // An entry for each of its trigrams: the texts that many devices have in common are left out.
    const { rows: trigrams } = await store.pool.query<{ definition: string }>(
      `select pg_get_indexdef(indexrelid) as definition from pg_index
       where indrelid = 'device'::regclass and pg_get_indexdef(indexrelid) like '%gin_trgm_ops%'`,
    )
    for (const { definition } of trigrams)
      expect(definition).not.toMatch(/\b(model|manufacturer|group_tag|sku_number|system_family)\b/)
  })
})
