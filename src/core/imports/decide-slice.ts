/**
 * Deciding imports: each undecided row becomes a registration or a refusal, exactly once.
 *
 * Ownership is settled by storage's unique tokens, never by looking first: the look-up only predicts, and if a
 * racing import overtakes the prediction, the whole slice is retried.
 */
import type { DenyList } from '../identity/deny-list.ts'
import type { Tokens } from '../identity/tokens.ts'
import { type Examined, type Examiner, examineRow } from './examine-row.ts'
import { judgeNameless } from './judge-declared.ts'
import { judgeRow } from './judge-row.ts'
import { lookUp } from './look-up.ts'
import { examineReported } from './reported-rows.ts'
import type { ImportQueue, OpenSlice, PendingRow, RowDecision } from './slice.ts'
import { withHistory } from './with-history.ts'

export type DecideOptions = {
  readonly tokens: Tokens
  readonly denyList: () => Promise<DenyList>
  /** Called with what was decided, after the commit. */
  readonly onDecided?: (decisions: readonly RowDecision[]) => void
}

/** Decides the next due slice; false = none is due. */
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

function examinedRows(slice: OpenSlice, examiner: Examiner): Promise<readonly Examined[]> {
  const { rows, reported } = slice
  return reported === undefined
    ? Promise.resolve(rows.map((row) => examineRow(row, examiner)))
    : examineReported({ rows, reported, holdersOf: slice.holdersOf }, examiner)
}

async function decisionsOn(slice: OpenSlice, examiner: Examiner): Promise<readonly RowDecision[]> {
  const examined = await examinedRows(slice, examiner)
  const identified = examined.filter((each) => 'facts' in each)
  const declarations = examined.flatMap((each) =>
    'declaration' in each && each.declaration !== undefined ? [each.declaration] : [],
  )
  const known = await lookUp(slice, identified, { ...examiner, declarations })
  const decisions = examined.map((each) =>
    'facts' in each ? judgeRow(each, known) : judgeNameless(each, known),
  )
  return withHistory(slice, identified, decisions)
}
