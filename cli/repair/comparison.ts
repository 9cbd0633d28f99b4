/** What the comparison of two captures shows, and the exit code that it calls for. */
import type { RepairComparison } from 'taxiway-autopilot/admin'
import { type ExitCode, exitCodes } from '../exit.ts'
import type { Output } from '../terminal/output.ts'

export function printComparison(output: Output, { kind, means, next, ...of }: RepairComparison) {
  output.rows(
    of.evidence
      .filter(({ before, after }) => before.length + after.length > 0)
      .map(({ field, relation, before, after }) => ({
        field,
        relation,
        before: before.join(' '),
        after: after.join(' '),
      })),
    [
      { key: 'field', title: 'Field' },
      { key: 'relation', title: 'Relation' },
      { key: 'before', title: 'Before' },
      { key: 'after', title: 'After' },
    ],
  )
  output.say(`${kind}: ${means} ${next}`)
}

export function exitCodeOf({ kind }: Pick<RepairComparison, 'kind'>): ExitCode {
  if (kind === 'ambiguous') return exitCodes.ambiguous
  return kind === 'donorBound' || kind === 'noBiosTool' ? exitCodes.findings : exitCodes.ok
}
