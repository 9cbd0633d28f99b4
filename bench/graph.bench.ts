/** Graph over HTTP next to a Prism mock of the same routes. What a million devices change is measured by `lists`. */
import { fillDevices } from './fill-devices.ts'
import { compareReads } from './graph/compare-reads.ts'
import { openBenchRegistry } from './registry-store.ts'
import type { Report } from './report.ts'

const devices = 5_000

export async function run(report: Report): Promise<void> {
  const registry = await openBenchRegistry()
  try {
    await fillDevices(registry, devices)
    await compareReads(registry, report)
  } finally {
    await registry.close()
  }
}
