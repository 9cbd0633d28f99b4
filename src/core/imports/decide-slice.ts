/**
 * Deciding imports: each undecided row becomes a registration or a refusal, exactly once.
 *
 * Who owns a device is settled by storage's unique tokens, never by looking first: the look-up here only
 * predicts, and a prediction that a racing import has overtaken makes the whole slice start again.
 */
import type { DenyList } from '../identity/deny-list.ts'
import type { Tokens } from '../identity/tokens.ts'
import { type Examiner, examineRow } from './examine-row.ts'
import { judgeRow } from './judge-row.ts'
import { lookUp } from './look-up.ts'
import type { ImportQueue, OpenSlice, PendingRow, RowDecision } from './slice.ts'
import { withHistory } from './with-history.ts'

export type DecideOptions = {
  readonly tokens: Tokens
  readonly denyList: () => Promise<DenyList>
  /** Told of what was decided, once it is written for good. */
  readonly onDecided?: (decisions: readonly RowDecision[]) => void
}

/** Decides the next slice that is due, if any; false = none is. */
export async function decideNextSlice(
  queue: ImportQueue,
  { tokens, denyList, onDecided }: DecideOptions,
): Promise<boolean> {
  const examiner = { tokens, denyList: await denyList() }
  let decided: readonly RowDecision[] = []
  const busy = await queue.withNextSlice(async (slice) => {
    decided = slice.givenUp ? slice.rows.map(givenUp) : await decisionsOn(slice, examiner)
    await slice.settle(decided)
  })
  if (busy) onDecided?.(decided)
  return busy
}

const givenUp = ({ rowNumber }: PendingRow): RowDecision => ({
  rowNumber,
  kind: 'refused',
  refusal: 'StorageError',
})

async function decisionsOn(slice: OpenSlice, examiner: Examiner): Promise<readonly RowDecision[]> {
  const examined = slice.rows.map((row) => examineRow(row, examiner))
  const identified = examined.filter((each) => 'facts' in each)
  const known = await lookUp(slice, identified, examiner.denyList)
  const decisions = examined.map(
    (each): RowDecision =>
      'facts' in each
        ? judgeRow(each, known)
        : { rowNumber: each.row.rowNumber, kind: 'refused', refusal: each.refusal },
  )
  return withHistory(slice, identified, decisions)
}
