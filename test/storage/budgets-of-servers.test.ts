/** Budgets of requests over several servers whose clocks are a little apart. */
import { describe, expect, test } from 'vitest'
import { spending } from '../../src/core/budgets/budget.ts'
import type { TenantId } from '../../src/core/ids.ts'
import { newUuid } from '../../src/core/uuid.ts'
import { budgetsIn } from '../../src/storage/budgets/budgets.ts'
import { backends } from '../support/postgres.ts'
import { storeOn } from '../support/store.ts'

const budget = { name: 'of servers', limit: 40, seconds: 20 }

describe.each(backends)('budgets on $name', (backend) => {
  const store = storeOn(backend)

  /** How many of so many requests are let through, one after the other at these servers in turn. */
  async function letThrough(tenantId: TenantId, times: readonly string[], requests: number) {
    const servers = times.map((time) => spending(budgetsIn(store), () => new Date(time)))
    let passed = 0
    for (let n = 0; n < requests; n++)
      await servers[n % servers.length]?.(tenantId, [budget]).then(
        () => passed++,
        () => undefined,
      )
    return passed
  }

  test('around the end of a window two servers do not give it out again and again', async () => {
    const tenantId = newUuid() as TenantId
    const times = ['2026-01-01T00:00:19.900Z', '2026-01-01T00:00:20.100Z']
    const passed = await letThrough(tenantId, times, 400)
    // What the first had reserved of its own window is spent, too.
    expect(passed).toBeGreaterThanOrEqual(budget.limit)
    expect(passed).toBeLessThanOrEqual(budget.limit + 2)
  })

  test('a clock that is set back begins a budget anew', async () => {
    const tenantId = newUuid() as TenantId
    expect(await letThrough(tenantId, ['2026-01-01T01:00:00Z'], 50)).toBe(budget.limit)
    expect(await letThrough(tenantId, ['2026-01-01T00:00:00Z'], 50)).toBe(budget.limit)
  })
})
