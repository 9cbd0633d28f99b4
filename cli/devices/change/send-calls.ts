/** Sends the calls of a step, and returns the server's warnings. */
import type { Graph } from 'taxiway-graph-client'
import { devicesPath } from '../../graph/device-pages.ts'
import type { Act } from './carry-out.ts'

export function sendCalls(graph: Graph): Act {
  return async ({ device, calls }) => {
    const warnings: string[] = []
    for (const { action, body } of calls) {
      const path = `${devicesPath}/${device?.id}/${action}`
      const { warning } = await graph.act(path, body)
      if (warning !== undefined) warnings.push(warning)
    }
    return { status: 'done', ...(warnings.length > 0 && { warning: warnings.join(' ') }) }
  }
}
