/**
 * Rows that are refused or held for a person since another device may be the same.
 *
 * If that one is another tenant's, the row's facts are never added to it, and only its existence is disclosed, a
 * limited number of times a day.
 */
import type { IdentityToken } from '../identity/identity-tokens.ts'
import type { Judgement } from '../identity/judge.ts'
import { explain, explainCrowd } from '../identity/sentence.ts'
import type { DeviceId } from '../ids.ts'
import type { Identified } from './examine-row.ts'
import type { Known } from './known.ts'
import type { Held, Holder, RowDecision } from './slice.ts'

/** The one disclosure: another tenant has the device. */
export function answerForeign(
  { row }: Identified,
  { deviceId }: Holder,
  known: Known,
): RowDecision {
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
export function holdAsSpent(row: Identified): RowDecision {
  return hold(row, {
    reason: 'disclosures-spent',
    candidates: [],
    sentence:
      'This tenant has learned about too many devices of others today. An operator of this installation has to let the row through.',
  })
}

/** A question about another tenant's device discloses that one exists, just as an answer does. */
export function ask(
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
export function askOfCrowd(row: Identified, blindSpot: IdentityToken, known: Known): RowDecision {
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

export function isCrowdedByOthers({ token }: IdentityToken, { crowded, tenantId }: Known): boolean {
  return crowded.get(token)?.some((each) => each !== tenantId) ?? false
}
