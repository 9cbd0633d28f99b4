/**
 * A person's decision about a held row: the same device, a different one, or rejected. The row's receipt
 * follows the decision by itself, so whoever imported it sees the end of it.
 */
import { DomainError } from '../errors.ts'
import { adopt, newRecord } from '../identity/record.ts'
import type { DeviceId, TenantId } from '../ids.ts'
import { type Examiner, examineRow, type Identified } from '../import/examine-row.ts'
import { registrationOf } from '../import/registration.ts'
import type { Holder, RowDecision } from '../import/slice.ts'
import type { Conflicts, HeldRow } from './conflict.ts'

export type ConflictDecision = {
  readonly tenantId: TenantId
  readonly id: string
  readonly state: 'same' | 'different' | 'rejected'
  /** Which candidate it is the same as; may be absent where there is only one. */
  readonly deviceId?: DeviceId | undefined
  /** Who decides, as audit will name him. */
  readonly by: string
  /** Whether he may decide about devices of other tenants. */
  readonly mayDecideForeign: boolean
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

/** A mistake here gives a stranger somebody's device, so it takes the right to speak for all tenants. */
function refuseForeign({ conflict }: HeldRow, { mayDecideForeign }: ConflictDecision): void {
  if (mayDecideForeign || !conflict.candidates.includes('foreign')) return
  throw new DomainError(
    'not-permitted',
    'Another tenant may have this device. Only an operator of this installation can decide that; you may reject it.',
  )
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
  const holders = await held.holdersOf(examined.tokens.map(({ token }) => token))
  if (decision.state === 'different') {
    return { rowNumber, kind: 'registered', registration: registrationOf(examined) }
  }
  return sameAs(held, examined, {
    holders: [...holders.values()].flat(),
    deviceId: decision.deviceId,
  })
}

/** What the hash says counts from now on, also where it contradicts what was known. */
async function sameAs(
  held: HeldRow,
  { facts, tokens, row }: Identified,
  { holders, deviceId }: { holders: readonly Holder[]; deviceId: DeviceId | undefined },
): Promise<RowDecision> {
  const candidate = chosen(held, holders, deviceId)
  const decision = {
    rowNumber: row.rowNumber,
    kind: 'refused',
    matched: candidate.deviceId,
  } as const
  if (candidate.tenantId !== held.tenantId) {
    return { ...decision, refusal: 'ZtdDeviceAssignedToOtherTenant' }
  }
  const record = (await held.recordsOf([candidate])).get(candidate.deviceId)
  const owned = await held.holdersOf(tokens.map(({ token }) => token))
  const fresh = tokens.filter(
    ({ token }) => !owned.get(token)?.some((each) => each.deviceId === candidate.deviceId),
  )
  return {
    ...decision,
    refusal: 'ZtdDeviceAlreadyAssigned',
    recognition: {
      record: record === undefined ? newRecord(facts) : adopt(record, facts),
      tokens: fresh,
      changes: [],
    },
  }
}

function chosen(
  { conflict }: HeldRow,
  holders: readonly Holder[],
  wanted: DeviceId | undefined,
): Holder {
  const [only, ...others] = conflict.candidates
  const id = wanted ?? (others.length === 0 && only !== 'foreign' ? only : undefined)
  const unique = [...new Map(holders.map((holder) => [holder.deviceId, holder])).values()]
  const found =
    id === undefined && only === 'foreign' && others.length === 0
      ? unique.find(({ tenantId }) => tenantId !== conflict.tenantId)
      : unique.find(({ deviceId }) => deviceId === id)
  if (found !== undefined) return found
  throw new DomainError(
    'request-invalid',
    'Name the device that it is the same as: one of the conflict’s candidates that is still registered.',
  )
}
