/**
 * A person's decision about a held row: the same device, a different one, or rejected. The row's receipt is
 * completed automatically, so the importer sees the final result.
 */
import { DomainError } from '../errors.ts'
import { adopt, newRecord } from '../identity/record.ts'
import type { DeviceId, TenantId } from '../ids.ts'
import { type Examiner, examineRow, type Identified } from '../imports/examine-row.ts'
import { judgeRow } from '../imports/judge-row.ts'
import { type Known, list } from '../imports/known.ts'
import { lookUp } from '../imports/look-up.ts'
import { type Holder, isForOperators, type RowDecision } from '../imports/slice.ts'
import { withHistory } from '../imports/with-history.ts'
import type { Conflicts, HeldRow } from './conflict.ts'

export type ConflictDecision = {
  readonly tenantId: TenantId
  readonly id: string
  readonly state: 'same' | 'different' | 'rejected'
  /** Which candidate it is the same as; may be absent if there is only one. */
  readonly deviceId?: DeviceId | undefined
  /** The decider's name in the audit trail. */
  readonly by: string
  /** Whether the decider may decide about devices of other tenants. */
  readonly mayDecideCrossTenant: boolean
}

export async function decideConflict(
  conflicts: Conflicts,
  examiner: Examiner,
  decision: ConflictDecision,
): Promise<void> {
  const known = await conflicts.decide(decision, async (held) => {
    if (decision.state !== 'rejected') refuseForeign(held, decision)
    await held.settle([await outcomeOf(held, examiner, decision)])
  })
  if (!known) {
    throw new DomainError('not-found', `There is no open conflict with the id '${decision.id}'.`)
  }
}

/** A mistake here would give someone's device to a stranger, so it requires the right to act for all tenants. */
function refuseForeign({ conflict }: HeldRow, { mayDecideCrossTenant }: ConflictDecision): void {
  if (mayDecideCrossTenant || !isForeign(conflict)) return
  throw new DomainError(
    'not-permitted',
    'Another tenant may have this device. Only an operator of this installation can decide that; you may reject it.',
  )
}

/** Once the day's budget is spent, it makes no difference whether another tenant has the device. */
function isForeign({ kind, candidates }: HeldRow['conflict']): boolean {
  return isForOperators(kind) || candidates.includes('foreign')
}

async function outcomeOf(
  held: HeldRow,
  examiner: Examiner,
  decision: ConflictDecision,
): Promise<RowDecision> {
  const rowNumber = held.row.rowNumber
  if (decision.state === 'rejected')
    return { rowNumber, kind: 'refused', refusal: 'ZtdDeviceIsNotUnique' }
  const examined = examineRow(held.row, examiner)
  if (!('facts' in examined)) return { rowNumber, kind: 'refused', refusal: examined.refusal }
  const known = await lookUp(held, [examined], examiner)
  if (decision.mayDecideCrossTenant) known.crossTenantDisclosuresLeft = Number.POSITIVE_INFINITY
  const rest = judgeRow(examined, withoutAsked(known, held))
  const isAnother = decision.state === 'different' || held.conflict.kind === 'disclosures-spent'
  const outcome =
    isAnother || isMatch(rest) ? rest : sameAs(examined, known, chosen(held, known, decision))
  const [complete = outcome] = await withHistory(held, [examined], [outcome])
  return complete
}

/**
 * Devices that nobody was asked about are judged as in any import: a device registered since then belongs to the one
 * who registered it, and a new candidate raises a new question. What was answered about the row before stays
 * answered, or two questions would take turns for ever.
 */
function withoutAsked(known: Known, { asked, conflict, ruledOut, answered }: HeldRow): Known {
  const kinds = new Set([conflict.kind, ...answered])
  return {
    ...known,
    holders: new Map(known.holders),
    records: new Map(known.records),
    crowded: new Map(known.crowded),
    seen: new Set(known.seen),
    ruledOut: new Set([...asked, ...ruledOut]),
    unseenRuledOut: { own: kinds.has('crowded'), all: kinds.has('crowded-foreign') },
  }
}

const isMatch = (decision: RowDecision): boolean =>
  decision.kind === 'refused' && decision.matched !== undefined

/** The facts of the hash count from now on, even where they contradict what was known. */
function sameAs({ facts, tokens, row }: Identified, known: Known, candidate: Holder): RowDecision {
  const decision = {
    rowNumber: row.rowNumber,
    kind: 'refused',
    matched: candidate.deviceId,
  } as const
  if (candidate.tenantId !== known.tenantId) {
    return { ...decision, refusal: 'ZtdDeviceAssignedToOtherTenant' }
  }
  const record = known.records.get(candidate.deviceId)
  return {
    ...decision,
    refusal: 'ZtdDeviceAlreadyAssigned',
    recognition: {
      record: record === undefined ? newRecord(facts) : adopt(record, facts),
      ...list(known, candidate, tokens),
    },
  }
}

/** The candidate that the person named, or the only one. */
function chosen(
  { conflict, asked }: HeldRow,
  known: Known,
  { deviceId: wanted }: ConflictDecision,
): Holder {
  const [only, ...others] = asked
  const id = wanted ?? (others.length === 0 ? only : undefined)
  const found = [...known.holders.values()].flat().find(({ deviceId, tenantId }) => {
    const isOwn = tenantId === conflict.tenantId
    if (known.reserved.has(deviceId)) return false
    return deviceId === id && asked.has(deviceId) && (isOwn || wanted === undefined)
  })
  if (found !== undefined) return found
  throw new DomainError(
    'request-invalid',
    'Name the device that it is the same as: one of the conflict’s candidates that is still registered.',
  )
}
