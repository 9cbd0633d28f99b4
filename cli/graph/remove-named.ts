/** Deletes what a person has named. */
import type { Graph } from 'taxiway-graph-client'
import { CliError } from '../exit.ts'

/** Throws where there is nothing of the name: a code or secret whose id was misspelled would go on to work. */
export async function removeNamed(
  graph: Graph,
  path: string,
  { what, list }: { readonly what: string; readonly list: string },
): Promise<void> {
  if (!(await graph.remove(path)))
    throw new CliError(`There is no ${what}.`, { hint: `See: ${list}` })
}
