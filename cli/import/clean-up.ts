/** Deletes the server's records of an import's decided rows, which only say again what its receipt says. */
import { type Graph, GraphError } from 'taxiway-graph-client'
import { CliError } from '../exit.ts'
import { withHint } from '../graph/failures.ts'
import type { Output } from '../terminal/output.ts'
import { isDecided, isHeld, type Receipt } from './receipt/receipt.ts'
import { collection } from './wire.ts'

type Cleaning = { readonly graph: Graph; readonly receipt: Receipt; readonly output: Output }

/** The verdicts stand, whether that works or not. */
export async function cleanUp({ graph, receipt, output }: Cleaning): Promise<void> {
  const left: string[] = []
  try {
    for (const row of receipt.rows) {
      // The decision about a row that waits is read from its record.
      if (row.id === undefined || !isDecided(row) || isHeld(row)) continue
      left.push(...(await removeRecord(graph, row.id)))
    }
  } catch (error) {
    const failure = withHint(error)
    if (!(failure instanceof CliError)) throw error
    left.push(failure.message)
  }
  const [first] = left
  if (first !== undefined)
    output.warn(`Not all import records were deleted on the server: ${first}`)
}

/** What a record that the server keeps was refused with, which holds up no other; one that is gone is what was wanted. */
async function removeRecord(graph: Graph, id: string): Promise<readonly string[]> {
  try {
    await graph.remove(`${collection}/${encodeURIComponent(id)}`)
    return []
  } catch (error) {
    if (!(error instanceof GraphError) || error.status === 401) throw error
    return error.status === 404 ? [] : [error.message]
  }
}
