/** One conflict, with the devices that it is about named as a person knows them. */

import type { DeviceIdentity } from 'taxiway-autopilot'
import type { Conflict } from 'taxiway-autopilot/admin'
import { type Graph, GraphError } from 'taxiway-graph-client'
import { CliError } from '../exit.ts'
import { deviceById } from '../graph/find-device.ts'
import { ofTaxiway } from '../graph/taxiway-only.ts'
import type { Output } from '../terminal/output.ts'
import { conflictsPath } from './conflict.ts'

export async function findConflict(graph: Graph, id: string): Promise<Conflict> {
  try {
    const path = `${conflictsPath}/${encodeURIComponent(id)}`
    return await ofTaxiway(graph, () => graph.get<Conflict>(path))
  } catch (error) {
    if (!(error instanceof GraphError) || error.status !== 404) throw error
    throw new CliError(`There is no conflict ${id}.`, {
      hint: 'See all of them: taxiway conflicts list --state all',
      cause: error,
    })
  }
}

export async function printConflict(
  output: Output,
  graph: Graph,
  conflict: Conflict,
): Promise<void> {
  if (output.format === 'json') return output.json(conflict)
  const candidates = await Promise.all(conflict.candidates.map((id) => candidate(graph, id)))
  const rows = [
    ...Object.entries({ ...conflict, candidates: undefined })
      .filter(([, value]) => value !== null && value !== undefined)
      .map(([property, value]) => ({ property, value: String(value) })),
    ...candidates.map((value) => ({ property: 'candidate', value })),
  ]
  output.rows(rows, [
    { key: 'property', title: 'Property' },
    { key: 'value', title: 'Value' },
  ])
}

async function candidate(graph: Graph, id: string | null): Promise<string> {
  if (id === null) return 'a device of another tenant'
  const device = await deviceById(graph, id)
  return device === undefined ? `${id}  no longer registered` : `${id}  ${titleOf(device)}`
}

function titleOf({ serialNumber, manufacturer, model }: DeviceIdentity): string {
  return [serialNumber, manufacturer, model].filter(Boolean).join(' ')
}
