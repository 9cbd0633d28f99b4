/**
 * Decides one row against everything known: registered devices, and the earlier rows of the slice.
 *
 * Another tenant's device may cause a row to be refused or held for a person, but the row's facts are never added
 * to it, and only its existence is disclosed, a limited number of times a day.
 */

import { blindSpotOf, pairsOfRow } from '../identity/crowded-tokens.ts'
import type { IdentityToken } from '../identity/identity-tokens.ts'
import {
  type Candidate,
  conflictOf,
  type JudgedCandidate,
  type Judgement,
  judge,
} from '../identity/judge.ts'
import { enrich, newRecord } from '../identity/record.ts'
import { explain, explainCrowd } from '../identity/sentence.ts'
import { type DeviceId, newDeviceId, type TenantId } from '../ids.ts'
import type { Identified } from './examine-row.ts'
import { bindTo, waitingFor } from './judge-declared.ts'
import { type Known, list } from './known.ts'
import { registrationOf } from './registration.ts'
import type { Held, Holder, Registration, RowDecision } from './slice.ts'

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

function isCrowdedByOthers({ token }: IdentityToken, { crowded, tenantId }: Known): boolean {
  return crowded.get(token)?.some((each) => each !== tenantId) ?? false
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
    ...{ deviceId, ...listing },
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

/** The one disclosure: another tenant has the device. */
function answerForeign({ row }: Identified, { deviceId }: Holder, known: Known): RowDecision {
  known.crossTenantDisclosuresLeft--
  known.seen.add(deviceId)
  return {
    rowNumber: row.rowNumber,
    kind: 'refused',
    refusal: 'ZtdDeviceAssignedToOtherTenant',
    matched: deviceId,
  }
}

/**
 * Once the day's budget is spent, everything that is not the tenant's own waits for an operator, new devices too:
 * if those were registered, waiting itself would reveal that another tenant has the device.
 */
function holdAsSpent(row: Identified): RowDecision {
  return hold(row, {
    reason: 'disclosures-spent',
    candidates: [],
    sentence:
      'This tenant has learned about too many devices of others today. An operator of this installation has to let the row through.',
  })
}

/** A question about another tenant's device discloses that one exists, just as an answer does. */
function ask(
  row: Identified,
  judgement: Judgement<DeviceId>,
  { holderOf, known }: { holderOf: (each: { id: DeviceId }) => Holder; known: Known },
): RowDecision {
  const candidates = judgement.candidates
    .filter(({ comparison }) => comparison.verdict !== 'no-match')
    .map(holderOf)
  if (candidates.some(({ tenantId }) => tenantId !== known.tenantId))
    known.crossTenantDisclosuresLeft--
  return hold(row, { reason: 'review', candidates, sentence: explain(judgement) })
}

/**
 * More devices share an identifier with the row than can be compared, and an unlisted one may be the same. Too many
 * must never look like none; an operator decides unless all of them are the tenant's own.
 */
function askOfCrowd(row: Identified, blindSpot: IdentityToken, known: Known): RowDecision {
  const isForeign = isCrowdedByOthers(blindSpot, known)
  if (isForeign) known.crossTenantDisclosuresLeft--
  return hold(row, {
    reason: isForeign ? 'crowded-foreign' : 'crowded',
    candidates: [],
    sentence: explainCrowd(blindSpot, isForeign),
  })
}

function hold({ row }: Identified, held: Held): RowDecision {
  return { rowNumber: row.rowNumber, kind: 'refused', refusal: 'ZtdDeviceIsNotUnique', held }
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
