/** The statements that a database is asked while something runs: counted, not timed. */
import type { OpenStore } from '../../../src/storage/sql/database.ts'
import { tapped } from './tapped.ts'

/** Each as its text, in the order in which they were asked; `begin` and `commit` are among them. */
export async function statementsOf(
  store: Pick<OpenStore, 'pool'>,
  work: () => Promise<unknown>,
): Promise<readonly string[]> {
  const asked: string[] = []
  await tapped(store, ([statement]) => asked.push(textOf(statement)), work)
  return asked
}

function textOf(statement: unknown): string {
  return typeof statement === 'string' ? statement : (statement as { text: string }).text
}
