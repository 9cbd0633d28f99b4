/** Sends the calls of a step, and returns the server's warnings. */
import type { Graph } from 'taxiway-graph-client'
import type { Act } from './carry-out.ts'

export function sendCalls(graph: Graph): Act {
  return async ({ calls }) => {
    const warnings: string[] = []
    for (const { path, body } of calls) {
      const { warning } = await graph.act(path, body)
      if (warning !== undefined) warnings.push(warning)
    }
    return { status: 'done', ...(warnings.length > 0 && { warning: warnings.join(' ') }) }
  }
}
