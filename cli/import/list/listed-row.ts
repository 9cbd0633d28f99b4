/** An import record as `taxiway import list` shows it, with its reason in words. */
import { explainRefusal } from 'taxiway-autopilot'
import type { ReceiptOnServer } from '../wire.ts'

export type Row = {
  readonly serialNumber: string
  readonly groupTag: string
  readonly status: string
  readonly errorCode: number | null
  readonly errorName: string | null
  readonly createdDateTime: string | null
  readonly decidedDateTime: string | null
  readonly registrationId: string | null
  readonly conflictId: string | null
  readonly userWarning: string | null
  readonly importId: string
  readonly id: string
  readonly explanation: string | null
}

export function rowOf(receipt: ReceiptOnServer): Row {
  const { state, ...rest } = receipt
  const text = (value: string | null | undefined) => value ?? ''
  return {
    id: rest.id,
    importId: text(rest.importId),
    serialNumber: text(rest.serialNumber),
    groupTag: text(rest.groupTag),
    createdDateTime: rest['@taxiway.createdDateTime'] ?? null,
    decidedDateTime: rest['@taxiway.decidedDateTime'] ?? null,
    registrationId: state?.deviceRegistrationId || rest['@taxiway.registrationId'] || null,
    userWarning: rest['assignedUserPrincipalName@taxiway.warning'] ?? null,
    ...resultOf(receipt),
  }
}

function resultOf(
  receipt: ReceiptOnServer,
): Pick<Row, 'status' | 'errorCode' | 'errorName' | 'conflictId' | 'explanation'> {
  const { state } = receipt
  const status = state?.deviceImportStatus ?? 'unknown'
  if (state === null || status !== 'error')
    return { status, errorCode: null, errorName: null, conflictId: null, explanation: null }
  const isOpen = receipt['@taxiway.conflictState'] === 'open'
  const conflictId = (isOpen && receipt['@taxiway.conflictId']) || null
  const errorName = state.deviceErrorName ?? ''
  const explanation = explanationOf(errorName, conflictId)
  return { status, errorCode: state.deviceErrorCode ?? 0, errorName, conflictId, explanation }
}

function explanationOf(errorName: string, conflictId: string | null): string {
  if (conflictId !== null)
    return `The row waits for a decision. See: taxiway conflicts show ${conflictId}`
  const { meaning, nextStep, command } = explainRefusal(errorName)
  return [meaning, nextStep, ...(command === undefined ? [] : [`See: ${command}`])].join(' ')
}

/** Each reason once. */
export function sayReasons(say: (text: string) => void, rows: readonly Row[]): void {
  const reasons = new Set(
    rows.flatMap(({ errorName, explanation }) =>
      explanation === null ? [] : [`${errorName}: ${explanation}`],
    ),
  )
  for (const reason of reasons) say(`\n${reason}`)
}
