/** Domain → wire for identity, member by member. */
import type {
  HashMatch,
  Conflict as WireConflict,
  DeviceHistory as WireHistory,
} from 'taxiway-autopilot/admin'
import type { Conflict } from '../../../core/conflicts/conflict.ts'
import type { Match } from '../../../core/conflicts/match-hash.ts'
import type { DeviceHistory } from '../../../core/devices/history.ts'

/** An operator also sees the evidence about devices of other tenants. */
export function presentConflict(conflict: Conflict, isOperator: boolean): WireConflict {
  const { id, kind, state, serialNumber } = conflict
  return {
    id,
    kind,
    state,
    sentence: isOperator ? conflict.evidence : conflict.sentence,
    candidates: conflict.candidates.map((candidate) =>
      candidate === 'foreign' ? null : candidate,
    ),
    importedDeviceId: conflict.receiptId,
    serialNumber,
    deviceId: conflict.deviceId ?? null,
    createdDateTime: conflict.createdAt.toISOString(),
    decidedDateTime: conflict.decidedAt?.toISOString() ?? null,
    decidedBy: conflict.decidedBy ?? null,
  }
}

export function presentMatch({ judgement, sentence, junk }: Match): HashMatch {
  return {
    verdict: judgement.verdict,
    sentence,
    deviceId: judgement.id ?? null,
    candidates: judgement.candidates.map(({ id, comparison }) => ({
      deviceId: id,
      verdict: comparison.verdict,
      bits: comparison.bits,
      evidence: comparison.evidence.map(({ field, relation, binding, bits, veto }) => ({
        field,
        relation,
        binding,
        bits,
        veto: veto === true,
      })),
    })),
    junk: [...junk],
  }
}

export function presentHistory(history: DeviceHistory): WireHistory {
  return {
    claimLevel: history.claimLevel,
    provisionalUntilDateTime: history.provisionalUntil?.toISOString() ?? null,
    declaredDateTime: history.declared?.at.toISOString() ?? null,
    awaitsHash: history.declared?.isWaiting ?? false,
    hashes: history.hashes.map(({ acceptedAt, changes }) => ({
      acceptedDateTime: acceptedAt.toISOString(),
      changes: [...changes],
    })),
  }
}
