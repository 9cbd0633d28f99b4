/** `--upsert`: devices that were registered already get the tag and the user that the file has for them. */
import type { Graph } from 'taxiway-graph-client'
import { carryOut, type Outcome } from '../devices/change/carry-out.ts'
import type { Changes } from '../devices/change/change-request.ts'
import { planChange } from '../devices/change/plan.ts'
import { sendCalls } from '../devices/change/send-calls.ts'
import { registrationsOf } from '../devices/registrations.ts'
import type { Output } from '../terminal/output.ts'
import type { ReceiptRow } from './receipt/receipt.ts'
import type { Submission } from './wire.ts'

type Upsert = {
  readonly graph: Graph
  readonly output: Output
  readonly submissionFor: (row: ReceiptRow) => Submission
}

/** An empty cell of the file changes nothing. Rows that cannot be brought to the file's values keep their refusal. */
export async function upsert(
  { graph, output, submissionFor }: Upsert,
  rows: readonly ReceiptRow[],
): Promise<void> {
  const known = rows.filter(({ errorName }) => errorName === 'ZtdDeviceAlreadyAssigned')
  if (known.length === 0) return
  const found = await registrationsOf(graph, [...new Set(known.map(nameOf))])
  const steps = known.flatMap((row) => {
    const [device, second] = found.get(nameOf(row)) ?? []
    if (device === undefined || second !== undefined) {
      row.message = `${device === undefined ? 'No device' : 'More than one device'} is registered as ${nameOf(row)}; nothing was changed.`
      return []
    }
    const request = {
      line: row.line,
      name: device.id,
      marks: {},
      changes: changesOf(submissionFor(row)),
    }
    return [{ row, step: planChange({ request, device }, graph.origin) }]
  })
  const { outcomes, halted } = await carryOut(
    steps.map(({ step }) => step),
    sendCalls(graph),
    output,
  )
  for (const [n, { row }] of steps.entries()) noteOutcome(row, outcomes[n])
  if (halted !== undefined) throw halted
}

/** A Taxiway server says which registration it met; elsewhere the serial number inside the hash names it. */
function nameOf({ registrationId, hashSerialNumber, serialNumber }: ReceiptRow): string {
  return registrationId || hashSerialNumber || serialNumber
}

function changesOf({ groupTag, assignedUserPrincipalName }: Submission): Changes {
  return {
    ...(groupTag !== '' && { groupTag }),
    ...(assignedUserPrincipalName !== '' && { userPrincipalName: assignedUserPrincipalName }),
  }
}

function noteOutcome(row: ReceiptRow, outcome: Outcome | undefined): void {
  const { step, status, message } = outcome ?? {}
  if (step?.device === undefined || status === undefined) return
  if (status !== 'done' && status !== 'unchanged') {
    row.message = `It is registered already, and could not be changed: ${message ?? 'the run was stopped.'}`
    return
  }
  delete row.errorCode
  delete row.errorName
  row.status = 'complete'
  row.registrationId = step.device.id
  row.upsert = status === 'done' ? 'updated' : 'unchanged'
  if (message != null) row.userWarning = message
}
