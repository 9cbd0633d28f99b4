/** Graph over HTTP next to a Prism mock of the same routes, and searches among a million devices. */
import type { Device } from '../src/core/devices/device.ts'
import type { Rows } from '../src/core/query.ts'
import { devicesIn } from '../src/storage/devices/devices.ts'
import { compareReads } from './graph/compare-reads.ts'
import { openBenchRegistry, percentile, timed } from './registry-store.ts'
import type { Report } from './report.ts'

const many = 1_000_000

type Registry = Awaited<ReturnType<typeof openBenchRegistry>>

export async function run(report: Report): Promise<void> {
  const registry = await openBenchRegistry()
  try {
    await fill(registry, 5_000)
    await compareReads(registry, report)
    await fill(registry, many - 5_000)
    await search(registry, report)
  } finally {
    await registry.close()
  }
}

/** Devices as they stand in the table; how they come there is measured elsewhere. */
async function fill({ store, tenantId }: Registry, rows: number): Promise<void> {
  const client = await store.pool.connect()
  await client.query('set statement_timeout = 0')
  await client.query(
    `insert into device (tenant_id, device_id, serial_number, manufacturer, model, group_tag,
       directory_object_id, directory_device_id)
     select $1, gen_random_uuid(), upper(substr(md5(random()::text), 1, 7)), 'Maker', 'Model ' || n % 10,
       'Tag ' || n % 20, gen_random_uuid(), gen_random_uuid() from generate_series(1, $2::int) n`,
    [tenantId, rows],
  )
  await client.query('vacuum analyze device')
  client.release(true)
}

async function search({ store, tenantId }: Registry, report: Report): Promise<void> {
  const devices = devicesIn(store)
  const contains = (value: string): Promise<Rows<Device>> =>
    devices.list(tenantId, {
      filter: { kind: 'text', field: 'serialNumber', op: 'contains', value },
      page: { limit: 50 },
    })
  for (const length of [2, 3, 4, 7]) {
    const times: number[] = []
    for (let i = 0; i < 60; i++) {
      const needle = Math.random()
        .toString(16)
        .slice(2, 2 + length)
      times.push(await timed(() => contains(needle)))
    }
    const p50 = percentile(times, 0.5)
    report({
      name: `contains(serialNumber, ${length} characters) among ${many / 1e6} million devices`,
      figure: `p50 ${p50.toFixed(1)} ms, p95 ${percentile(times, 0.95).toFixed(1)} ms`,
      goal: 'p50 ≤ 10 ms',
      met: p50 <= 10,
    })
  }
}
