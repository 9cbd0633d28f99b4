/**
 * Decides one row against everything known: registered devices, and the earlier rows of the slice.
 * `hold-row.ts` has what is answered where the device may be another tenant's.
 */

import { blindSpotOf, pairsOfRow } from '../identity/crowded-tokens.ts'
import type { IdentityToken } from '../identity/identity-tokens.ts'
import { type Candidate, conflictOf, type JudgedCandidate, judge } from '../identity/judge.ts'
import { enrich, newRecord } from '../identity/record.ts'
import { explain } from '../identity/sentence.ts'
import { type DeviceId, newDeviceId, type TenantId } from '../ids.ts'
import type { Identified } from './examine-row.ts'
import { answerForeign, ask, askOfCrowd, holdAsSpent, isCrowdedByOthers } from './hold-row.ts'
import { bindTo, waitingFor } from './judge-declared.ts'
import { type Known, list } from './known.ts'
import { registrationOf } from './registration.ts'
import type { Holder, Registration, RowDecision } from './slice.ts'

export function judgeRow(row: Identified, known: Known): RowDecision {
  const decision = judgeRegistered(row, known)
  if (known.reserved.size === 0 || decision.kind !== 'registered') return decision
  const supersedes = deletedTwin(row, known)
  if (supersedes === undefined) return decision
  known.records.delete(supersedes)
  return { ...decision, registration: { ...decision.registration, supersedes } }
}

/** The deleted device that the row is. It stays out of the question whether a registered one is the same. */
function deletedTwin(row: Identified, known: Known): DeviceId | undefined {
  const candidates = candidatesOf(candidateHolders(row, known), known)
  const { id } = judge(
    row.facts,
    candidates.filter((each) => known.reserved.has(each.id)),
  )
  return id
}

function candidatesOf(
  holders: ReadonlyMap<DeviceId, Holder>,
  known: Known,
): readonly Candidate<DeviceId>[] {
  return [...holders.keys()].flatMap((id): Candidate<DeviceId>[] => {
    const record = known.records.get(id)
    return record === undefined ? [] : [{ id, record }]
  })
}

function judgeRegistered(row: Identified, known: Known): RowDecision {
  const holders = candidateHolders(row, known)
  const candidates = candidatesOf(holders, known).filter(({ id }) => !known.reserved.has(id))
  const judgement = judge(row.facts, candidates)
  const holderOf = ({ id }: { id: DeviceId }) => holders.get(id) as Holder
  const matched = judgement.id === undefined ? undefined : holders.get(judgement.id)
  if (matched !== undefined && isDisclosed(matched, known)) return recognize(row, matched, known)
  if (known.crossTenantDisclosuresLeft <= 0) return holdAsSpent(row)
  if (matched !== undefined) return answerForeign(row, matched, known)
  if (judgement.verdict !== 'no-match') return ask(row, judgement, { holderOf, known })
  const blindSpot = blindSpotOf(row.tokens, known.crowded)
  return blindSpot === undefined || isAnswered(blindSpot, known)
    ? register(row, known, remarksOn(judgement.candidates, holderOf, known.tenantId))
    : askOfCrowd(row, blindSpot, known)
}

function isAnswered(blindSpot: IdentityToken, known: Known): boolean {
  const { own, all } = known.unseenRuledOut ?? { own: false, all: false }
  return all || (own && !isCrowdedByOthers(blindSpot, known))
}

/** The tenant's own device, or one that this import has already learned about. */
function isDisclosed({ tenantId, deviceId }: Holder, known: Known): boolean {
  return tenantId === known.tenantId || known.seen.has(deviceId)
}

function candidateHolders({ tokens }: Identified, known: Known): Map<DeviceId, Holder> {
  const asked = [...tokens.map(({ token }) => token), ...pairsOfRow(tokens, known.crowded)]
  const all = asked.flatMap((token) => known.holders.get(token) ?? [])
  const found = all.filter(({ deviceId }) => !known.ruledOut?.has(deviceId))
  return new Map(found.map((holder) => [holder.deviceId, holder]))
}

function register(
  identified: Identified,
  known: Known,
  remarks: Registration['remarks'],
): RowDecision {
  const { rowNumber } = identified.row
  // A hash without the key of a TPM can be copied, and nothing could ever tell the copy from the device.
  if (known.forbidsHashOnlyClaims && identified.facts.ekDigest === null)
    return { rowNumber, kind: 'refused', refusal: 'TpmKeyRequired' }
  const declared = waitingFor(identified, known)
  if (declared !== undefined && !declared.isReserved) return bindTo(declared, identified, known)
  if (known.registrationsLeft !== undefined && known.registrationsLeft-- <= 0)
    return { rowNumber, kind: 'refused', refusal: 'CustomerLimitReached' }
  const deviceId = newDeviceId()
  const listing = list(known, { deviceId, tenantId: known.tenantId }, identified.tokens)
  const registration = {
    ...registrationOf(identified, remarks),
    deviceId,
    ...listing,
    ...(declared !== undefined && { supersedes: declared.deviceId }),
  }
  known.records.set(deviceId, newRecord(identified.facts))
  known.seen.add(deviceId)
  return { rowNumber, kind: 'registered', registration }
}

function recognize({ row, facts, tokens }: Identified, holder: Holder, known: Known): RowDecision {
  const decision = { rowNumber: row.rowNumber, kind: 'refused', matched: holder.deviceId } as const
  const repeated = known.seen.has(holder.deviceId)
  known.seen.add(holder.deviceId)
  if (repeated) return { ...decision, refusal: 'ZtdDeviceDuplicated' }
  const before = known.records.get(holder.deviceId)
  const record = before === undefined ? newRecord(facts) : enrich(before, facts)
  known.records.set(holder.deviceId, record)
  return {
    ...decision,
    refusal: 'ZtdDeviceAlreadyAssigned',
    recognition: { record, ...list(known, holder, tokens) },
  }
}

/** Other devices that look related; those of other tenants are left to their owners. */
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
