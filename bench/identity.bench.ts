/** Recognising and claiming a batch of 500 rows while more and more devices are registered. */

import { openBenchRegistry, percentile, submissions, timed } from './registry-store.ts'
import type { Report } from './report.ts'

const rows = 500
const batches = 20
const sizes = [10_000, 100_000, 1_000_000]
/** Tokens of a device in the made-up table; real ones have six or seven. */
const tokensPerDevice = 7

export async function run(report: Report): Promise<void> {
  const registry = await openBenchRegistry()
  try {
    let registered = 0
    let smallest: number | undefined
    for (const size of sizes) {
      await fill(registry, size - registered)
      registered = size
      const perRow: number[] = []
      for (let batch = 0; batch < batches; batch++) {
        await registry.accept(submissions(`identity ${size}`, batch * rows, rows))
        perRow.push((1_000 * (await timed(() => registry.decideAll()))) / rows)
      }
      const median = percentile(perRow, 0.5)
      smallest ??= median
      const growth = median / smallest
      report({
        name: `recognise and claim a batch of ${rows} with ${size.toLocaleString('en')} devices`,
        figure: `${median.toFixed(0)} µs/row (p99 ${percentile(perRow, 0.99).toFixed(0)})`,
        floor: `${smallest.toFixed(0)} µs/row with ${sizes[0]?.toLocaleString('en')}`,
        ratio: smallest / median,
        ...(size === sizes.at(-1) && { goal: 'at most 1.5 ×', met: growth <= 1.5 }),
      })
    }
  } finally {
    await registry.close()
  }
}

/** Devices as imports leave them, but made by the database itself: nothing that is measured reads what is in them. */
async function fill(
  { store, tenantId }: Awaited<ReturnType<typeof openBenchRegistry>>,
  count: number,
): Promise<void> {
  const step = 50_000
  for (let done = 0; done < count; done += step) {
    const client = await store.pool.connect()
    await client.query('set statement_timeout = 0')
    await client.query(
      `with made as (
         insert into device (tenant_id, device_id, serial_number, manufacturer, model, directory_object_id,
           directory_device_id, registered_at)
         select $1, gen_random_uuid(), upper(substr(md5(random()::text), 1, 10)), 'Maker', 'Model', gen_random_uuid(),
           gen_random_uuid(), now()
         from generate_series(1, $2::int) returning device_id
       ), tokens as (
         select device_id, array(select gen_random_uuid() from generate_series(1, $3::int) where device_id is not null) as own
         from made
       ), identities as (
         insert into device_identity (tenant_id, device_id, record, tokens)
         select $1, device_id, decode(repeat(md5(device_id::text), 16), 'hex'), own from tokens
       )
       insert into identity_token (token, holders)
       select unnest(own), array[$1, device_id] from tokens`,
      [tenantId, Math.min(step, count - done), tokensPerDevice],
    )
    client.release(true)
  }
  await store.pool.query('vacuum analyze identity_token, device, device_identity')
}
