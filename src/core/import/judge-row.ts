/**
 * One row against everything that is known: registered devices, and the rows of the slice before it.
 *
 * Another tenant's device may refuse a row and may send it to a person, but what the row says is never
 * added to it, and nothing of it is told but that one bit.
 */
import { type Candidate, conflictOf, type JudgedCandidate, judge } from '../identity/judge.ts'
import { type DeviceRecord, enrich, newRecord } from '../identity/record.ts'
import { explain } from '../identity/sentence.ts'
import type { Token } from '../identity/tokens.ts'
import type { DeviceId, TenantId } from '../ids.ts'
import type { Identified } from './examine-row.ts'
import { registrationOf } from './registration.ts'
import type { Holder, Registration, RowDecision } from './slice.ts'

/** Grows as the slice is decided, so that a later row meets the earlier one. */
export type Known = {
  readonly tenantId: TenantId
  readonly holders: Map<Token, readonly Holder[]>
  readonly records: Map<DeviceId, DeviceRecord>
  /** Devices that rows of this import turned out to be so far. */
  readonly seen: Set<DeviceId>
  foreignAnswersLeft: number
}

export function newKnown(start: {
  readonly tenantId: TenantId
  readonly holders: ReadonlyMap<Token, readonly Holder[]>
  readonly records: ReadonlyMap<DeviceId, DeviceRecord>
  readonly decidedEarlier: ReadonlySet<DeviceId>
  readonly foreignAnswersLeft: number
}): Known {
  return {
    tenantId: start.tenantId,
    holders: new Map(start.holders),
    records: new Map(start.records),
    seen: new Set(start.decidedEarlier),
    foreignAnswersLeft: start.foreignAnswersLeft,
  }
}

export function judgeRow(row: Identified, known: Known): RowDecision {
  const holders = candidateHolders(row, known)
  const candidates = [...holders.keys()].flatMap((id): Candidate<DeviceId>[] => {
    const record = known.records.get(id)
    return record === undefined ? [] : [{ id, record }]
  })
  const judgement = judge(row.facts, candidates)
  const holderOf = ({ id }: { id: DeviceId }) => holders.get(id) as Holder
  if (judgement.verdict === 'no-match') {
    return register(row, known, remarksOn(judgement.candidates, holderOf, known.tenantId))
  }
  const matched = judgement.id === undefined ? undefined : holders.get(judgement.id)
  if (matched !== undefined) return recognise(row, matched, known)
  const open = judgement.candidates.filter(({ comparison }) => comparison.verdict !== 'no-match')
  return hold(row, {
    reason: 'review',
    candidates: open.map(holderOf),
    sentence: explain(judgement),
  })
}

function candidateHolders({ tokens }: Identified, known: Known): Map<DeviceId, Holder> {
  const found = tokens.flatMap(({ token }) => known.holders.get(token) ?? [])
  return new Map(found.map((holder) => [holder.deviceId, holder]))
}

function register(
  identified: Identified,
  known: Known,
  remarks: Registration['remarks'],
): RowDecision {
  const registration = registrationOf(identified, remarks)
  const { deviceId, record, tokens, row } = registration
  const holder = { deviceId, tenantId: known.tenantId }
  for (const { token } of tokens)
    known.holders.set(token, [...(known.holders.get(token) ?? []), holder])
  known.records.set(deviceId, record)
  known.seen.add(deviceId)
  return { rowNumber: row.rowNumber, kind: 'registered', registration }
}

function recognise({ row, facts, tokens }: Identified, holder: Holder, known: Known): RowDecision {
  const decision = { rowNumber: row.rowNumber, kind: 'refused', matched: holder.deviceId } as const
  const repeated = known.seen.has(holder.deviceId)
  known.seen.add(holder.deviceId)
  if (repeated) return { ...decision, refusal: 'ZtdDeviceDuplicated' }
  if (holder.tenantId !== known.tenantId) return answerForeign(row.rowNumber, holder, known)
  const before = known.records.get(holder.deviceId)
  const record = before === undefined ? newRecord(facts) : enrich(before, facts)
  known.records.set(holder.deviceId, record)
  const fresh = tokens.filter(
    ({ token }) => !known.holders.get(token)?.some(({ deviceId }) => deviceId === holder.deviceId),
  )
  for (const { token } of fresh)
    known.holders.set(token, [...(known.holders.get(token) ?? []), holder])
  return {
    ...decision,
    refusal: 'ZtdDeviceAlreadyAssigned',
    recognition: { record, tokens: fresh },
  }
}

/** The one bit that another tenant has the device; past the day's budget a person answers instead. */
function answerForeign(rowNumber: number, holder: Holder, known: Known): RowDecision {
  if (known.foreignAnswersLeft <= 0) {
    return {
      rowNumber,
      kind: 'refused',
      refusal: 'ZtdDeviceIsNotUnique',
      held: {
        reason: 'foreign-answers-spent',
        candidates: [holder],
        sentence:
          'This tenant has asked about too many devices of others today. A person has to look at it.',
      },
    }
  }
  known.foreignAnswersLeft--
  return {
    rowNumber,
    kind: 'refused',
    refusal: 'ZtdDeviceAssignedToOtherTenant',
    matched: holder.deviceId,
  }
}

function hold(
  { row }: Identified,
  held: NonNullable<Extract<RowDecision, { kind: 'refused' }>['held']>,
): RowDecision {
  return { rowNumber: row.rowNumber, kind: 'refused', refusal: 'ZtdDeviceIsNotUnique', held }
}

/** Other devices that look related; those of other tenants are their own affair. */
function remarksOn(
  candidates: readonly JudgedCandidate<DeviceId>[],
  holderOf: (each: { id: DeviceId }) => Holder,
  tenantId: TenantId,
) {
  return candidates.flatMap((each) => {
    const kind = conflictOf(each.comparison)
    const other = holderOf(each)
    if (kind === undefined || other.tenantId !== tenantId) return []
    return [{ kind, other, sentence: explain({ verdict: 'no-match', candidates: [each] }) }]
  })
}
