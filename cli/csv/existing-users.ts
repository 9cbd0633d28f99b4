/**
 * Which user names a signed-in service knows: Taxiway and Microsoft's Graph answer the same question.
 *
 * Microsoft checks only the domain of an assigned user, and a wrong name locks the device, so it is worth asking.
 */

import type { Command } from 'commander'
import type { User } from 'taxiway-autopilot'
import type { Graph } from 'taxiway-graph-client'
import { connect } from '../graph/client.ts'
import { contextFor } from '../sign-in/current-context.ts'
import type { Output } from '../terminal/output.ts'
import { startProgress } from '../terminal/progress.ts'

/** Values that one `in` of a filter may list (documented: known issues of Microsoft Graph). */
const maxPerFilter = 15

/** Answers which of the given names, in lower case, exist. */
export type UserLookup = (names: ReadonlySet<string>) => Promise<ReadonlySet<string>>

/** Asks the service that `command` is signed in to; fails at once when it is signed in to none. */
export async function signedInLookup(command: Command, output: Output): Promise<UserLookup> {
  const graph = connect(await contextFor(command))
  return async (names) => {
    const progress = startProgress({ title: 'Looking up users', total: names.size }, output)
    const found = new Set<string>()
    let asked = 0
    try {
      for (const batch of batchesOf([...names])) {
        for (const name of await existing(graph, batch)) found.add(name)
        asked += batch.length
        progress.update(asked)
      }
    } finally {
      progress.stop()
    }
    return found
  }
}

async function existing(graph: Graph, names: readonly string[]): Promise<readonly string[]> {
  const quoted = names.map((name) => `'${name.replaceAll("'", "''")}'`)
  const filter = `userPrincipalName in (${quoted.join(',')})`
  const query = new URLSearchParams({ $filter: filter, $select: 'userPrincipalName' })
  const found: string[] = []
  for await (const users of graph.pages<Pick<User, 'userPrincipalName'>>(`/v1.0/users?${query}`))
    found.push(...users.flatMap(({ userPrincipalName: name }) => name?.toLowerCase() ?? []))
  return found
}

function* batchesOf(names: readonly string[]): Generator<readonly string[]> {
  for (let at = 0; at < names.length; at += maxPerFilter) yield names.slice(at, at + maxPerFilter)
}
