/** The statements that a database is asked while something runs: counted, not timed. */
import type { OpenStore } from '../../../src/storage/sql/database.ts'

/** Each as its text, in the order in which they were asked; `begin` and `commit` are among them. */
export async function statementsOf(
  { pool }: OpenStore,
  work: () => Promise<unknown>,
): Promise<readonly string[]> {
  const asked: string[] = []
  const tapped = new Map<object, unknown>()
  const tap = (client: { query: unknown }) => {
    if (tapped.has(client)) return
    const { query } = client
    tapped.set(client, query)
    client.query = (...args: unknown[]) => {
      asked.push(textOf(args[0]))
      return (query as (...all: unknown[]) => unknown).apply(client, args)
    }
  }
  pool.on('acquire', tap)
  try {
    await work()
  } finally {
    pool.off('acquire', tap)
    for (const [client, query] of tapped) Object.assign(client, { query })
  }
  return asked
}

function textOf(statement: unknown): string {
  return typeof statement === 'string' ? statement : (statement as { text: string }).text
}
