/** Recognizing and claiming a batch of 500 rows while more and more devices are registered. */

import { fillDevices } from './fill-devices.ts'
import { openBenchRegistry, percentile, submissions, timed } from './registry-store.ts'
import type { Report } from './report.ts'

const rows = 500
const batches = 20
const sizes = [10_000, 100_000, 1_000_000]

export async function run(report: Report): Promise<void> {
  const registry = await openBenchRegistry()
  try {
    let registered = 0
    let smallest: number | undefined
    for (const size of sizes) {
      await fillDevices(registry, size - registered)
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
        name: `recognize and claim a batch of ${rows} with ${size.toLocaleString('en')} devices`,
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
