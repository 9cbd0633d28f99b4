/** What OEMs read. */
import { refusals } from 'taxiway-autopilot'
import type { OemRow, OemSubmission } from '../../core/oem/oem-submission.ts'

export function presentSubmission({ id, kind, at, rows }: OemSubmission, after: number) {
  const counted = (state: OemRow['state']) => rows.filter((row) => row.state === state).length
  const failed = counted('error')
  const ended = failed > 0 ? 'finished_with_errors' : 'finished'
  return {
    submissionId: id,
    kind,
    createdAt: at.toISOString(),
    status: counted('undecided') > 0 ? 'processing' : ended,
    counts: { total: rows.length, succeeded: counted('complete'), failed },
    rows: rows.map((row, i) => ({ n: i + 1, ...presentRow(row) })).slice(after),
  }
}

const states = { undecided: 'queued', complete: 'finished', error: 'finished_with_errors' } as const

function presentRow({ rowId, state, refusal, registrationId }: OemRow) {
  return {
    ...(rowId !== null && { rowId }),
    status: states[state],
    ...(refusal !== undefined && errorOf(refusal)),
    ...(registrationId && { registrationId }),
  }
}

/** One device twice in a submission is registered once, which is all that an OEM asks. */
function errorOf(refusal: NonNullable<OemRow['refusal']>) {
  if (refusal === 'ConsentMissing' || refusal === 'RemovalLimitReached')
    return { errorCode: 0, errorName: refusal }
  const name = refusal === 'ZtdDeviceDuplicated' ? 'ZtdDeviceAlreadyAssigned' : refusal
  return { errorCode: refusals[name].code, errorName: name }
}
