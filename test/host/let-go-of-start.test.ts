/** What only the start of a server needed is given back. */
import { constants, type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks'
import { expect, test } from 'vitest'
import { letGoOfStart } from '../../cli-server/serve/let-go-of-start.ts'
import { eventually } from '../support/eventually.ts'

test('everything is collected once, unless the server ends before', async () => {
  let collections = 0
  const observer = new PerformanceObserver((seen) => {
    for (const entry of seen.getEntries() as (PerformanceEntry & { detail: { kind: number } })[])
      if (entry.detail.kind === constants.NODE_PERFORMANCE_GC_MAJOR) collections++
  })
  observer.observe({ entryTypes: ['gc'] })
  letGoOfStart(0)()
  letGoOfStart(1)
  await eventually(() => expect(collections).toBeGreaterThan(0))
  observer.disconnect()
})
