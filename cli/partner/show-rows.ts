/** What became of the rows of an upload; refused ones say what to do. */
import { explainRefusal } from 'taxiway-autopilot'
import type { SubmissionDetail } from 'taxiway-autopilot/admin'
import { exitCodes } from '../exit.ts'
import { counted, type Output } from '../terminal/output.ts'

/** Exit code 2 where a row was refused. */
export function showRows({ counts, rows, ...rest }: SubmissionDetail, output: Output): void {
  const shown = rows.map((row) => ({
    ...row,
    nextStep: row.errorName === null ? null : explainRefusal(row.errorName).nextStep,
  }))
  if (output.format === 'json') output.json({ ...rest, counts, rows: shown })
  else
    output.rows(shown, [
      { key: 'n', title: 'Row' },
      { key: 'serialNumber', title: 'Serial number' },
      { key: 'productKey', title: 'Product key id' },
      { key: 'status', title: 'Status' },
      { key: 'errorName', title: 'Refused as' },
      { key: 'nextStep', title: 'Next step' },
    ])
  const waiting = counts.total - counts.succeeded - counts.failed
  const more = waiting === 0 ? '' : `, ${waiting} waiting`
  output.say(`${counted(counts.succeeded, 'row')} registered, ${counts.failed} refused${more}.`)
  if (counts.failed > 0) process.exitCode = exitCodes.findings
}
