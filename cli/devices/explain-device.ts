/** A registered device's history: the strength of the claim, the hashes it was accepted with, what is open. */

import type { DeviceIdentity } from 'taxiway-autopilot'
import type { Conflict, DeviceHistory } from 'taxiway-autopilot/admin'
import type { Graph } from 'taxiway-graph-client'
import { conflictsIn } from '../conflicts/conflict.ts'
import { findDevice } from '../graph/find-device.ts'
import { ofTaxiway } from '../graph/taxiway-only.ts'
import type { Output } from '../terminal/output.ts'

export type DeviceExplanation = {
  readonly device: DeviceIdentity
  readonly history: DeviceHistory
  /** Open ones with this device as a candidate or subject. */
  readonly conflicts: readonly Conflict[]
}

const claims: Readonly<Record<number, string>> = {
  0: 'by hardware hash alone',
  1: 'by hardware hash through a partner',
  2: 'proven by its TPM',
  3: 'linked by the device itself',
}

/** Of the one device with that serial number or id. */
export async function explainDevice(graph: Graph, name: string): Promise<DeviceExplanation> {
  const device = await findDevice(graph, name)
  return ofTaxiway(graph, async () => {
    const history = await graph.get<DeviceHistory>(`/admin/v1/devices/${device.id}/history`)
    const open = await Array.fromAsync(conflictsIn(graph, 'open'))
    const conflicts = open.filter(
      ({ candidates, deviceId }) => deviceId === device.id || candidates.includes(device.id),
    )
    return { device, history, conflicts }
  })
}

export function printDevice(
  output: Output,
  { device, history, conflicts }: DeviceExplanation,
): void {
  const { serialNumber, manufacturer, model, id } = device
  output.line(`${[serialNumber, manufacturer, model].filter(Boolean).join(' ')}  ${id}`)
  const until = history.provisionalUntilDateTime
  const claim = claims[history.claimLevel] ?? `level ${history.claimLevel}`
  output.line(`Claim: ${claim}${until === null ? '' : `, provisional until ${until}`}.`)
  output.line('')
  if (history.hashes.length === 0) output.line('It was described without a hardware hash.')
  output.rows(
    history.hashes.map(({ acceptedDateTime, changes }, index) => ({
      acceptedDateTime,
      changes: index === 0 ? 'first known hash' : changes.join(', ') || 'nothing that identifies',
    })),
    [
      { key: 'acceptedDateTime', title: 'Hash accepted' },
      { key: 'changes', title: 'What had changed' },
    ],
  )
  for (const { id: conflictId, sentence } of conflicts) {
    output.line(`\nUndecided: ${sentence}\n  taxiway conflicts show ${conflictId}`)
  }
}
