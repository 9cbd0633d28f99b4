/** What the database read for a statement, by its own account: counted, not timed. */
import type { OpenStore } from '../../../src/storage/sql/database.ts'
import type { Client } from '../../../src/storage/sql/store.ts'
import { tapped } from './tapped.ts'

export type ReadWork = {
  /** Rows that scans of tables and indexes went through, whether they were kept or not; kept counts are left out. */
  readonly rows: number
  /** Pages of 8 kB, in memory or not. */
  readonly buffers: number
  /** Tables that were read from one end to the other, and how many of their rows. */
  readonly whole: readonly { readonly table: string; readonly rows: number }[]
}

type Node = {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Name'?: string
  readonly 'Actual Rows'?: number
  readonly 'Actual Loops'?: number
  readonly 'Rows Removed by Filter'?: number
  readonly 'Rows Removed by Index Recheck'?: number
  readonly 'Shared Hit Blocks'?: number
  readonly 'Shared Read Blocks'?: number
  readonly Plans?: readonly Node[]
}

export type Statement = { readonly text: string; readonly values: readonly unknown[] }

/** The reads that the database was asked while `work` ran, each as it was asked. */
export async function readsOf(
  store: Pick<OpenStore, 'pool'>,
  work: () => Promise<unknown>,
): Promise<readonly Statement[]> {
  const asked: Statement[] = []
  await tapped(store, (args) => asked.push(statementOf(args)), work)
  return asked.filter(
    ({ text }) => /^\s*(select|with)\b/i.test(text) && !/\b(insert|update|delete)\b/i.test(text),
  )
}

function statementOf([first, second]: readonly unknown[]): Statement {
  if (typeof first === 'string') return { text: first, values: Array.isArray(second) ? second : [] }
  const { text, values = [] } = first as { text: string; values?: readonly unknown[] }
  return { text, values: Array.isArray(second) ? second : values }
}

/** Runs the statement once more, and has the database say what it read. */
export async function explained(client: Client, { text, values }: Statement): Promise<ReadWork> {
  const { rows } = await client.query<{ 'QUERY PLAN': readonly { Plan: Node }[] }>(
    `explain (analyze, buffers, timing off, format json) ${text}`,
    [...values],
  )
  const plan = rows[0]?.['QUERY PLAN'][0]?.Plan
  if (plan === undefined) throw new Error('the database explained nothing')
  const nodes = nodesOf(plan)
  return {
    rows: nodes
      .filter((node) => isScan(node) && !isOfCounts(node))
      .reduce((sum, node) => sum + rowsOf(node), 0),
    buffers: (plan['Shared Hit Blocks'] ?? 0) + (plan['Shared Read Blocks'] ?? 0),
    whole: nodes
      .filter((node) => node['Node Type'] === 'Seq Scan')
      .map((node) => ({ table: node['Relation Name'] ?? '', rows: rowsOf(node) })),
  }
}

function nodesOf(node: Node): readonly Node[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)]
}

function isScan(node: Node): boolean {
  // What an index finds for a bitmap is counted where the table is read by it.
  return (
    / Scan$/.test(node['Node Type']) &&
    !/^(CTE|Subquery|Function|Values|WorkTable|Bitmap Index)/.test(node['Node Type'])
  )
}

/** As many as there are combinations of values, whatever the number of devices. */
function isOfCounts(node: Node): boolean {
  return /^(device|record)_tally/.test(node['Relation Name'] ?? node['Index Name'] ?? '')
}

function rowsOf(node: Node): number {
  const each =
    (node['Actual Rows'] ?? 0) +
    (node['Rows Removed by Filter'] ?? 0) +
    (node['Rows Removed by Index Recheck'] ?? 0)
  return Math.round(each * (node['Actual Loops'] ?? 1))
}
