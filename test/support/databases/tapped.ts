/** Listens to what a database is asked. */
import type { OpenStore } from '../../../src/storage/sql/database.ts'

/** Runs `work`, and passes on the arguments of every `query` meanwhile, in their order. */
export async function tapped(
  { pool }: Pick<OpenStore, 'pool'>,
  hear: (args: readonly unknown[]) => void,
  work: () => Promise<unknown>,
): Promise<void> {
  const before = new Map<object, unknown>()
  const tap = (client: { query: unknown }) => {
    if (before.has(client)) return
    const { query } = client
    before.set(client, query)
    client.query = (...args: unknown[]) => {
      hear(args)
      return (query as (...all: unknown[]) => unknown).apply(client, args)
    }
  }
  pool.on('acquire', tap)
  try {
    await work()
  } finally {
    pool.off('acquire', tap)
    for (const [client, query] of before) Object.assign(client, { query })
  }
}
