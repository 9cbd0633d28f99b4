/** Files that people send to have them read: few at once, since each may be large, and holds a connection meanwhile. */
import { collectTables } from '../collect/collect-tables.ts'
import { lineOf } from '../core/bounded-line.ts'

export function fileCollector(): typeof collectTables {
  const line = lineOf({ atOnce: 2, waiting: 2, maxWait: 20_000 })
  return async (name, bytes) => {
    const leave = await line.enter()
    try {
      return await collectTables(name, bytes)
    } finally {
      leave()
    }
  }
}
