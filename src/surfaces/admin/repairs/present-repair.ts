/** Repair cases as they are answered. */
import {
  type RepairScenarioKey,
  repairScenarios,
  repairSteps,
  repairVerdictTexts,
} from 'taxiway-autopilot'
import type {
  RepairAttachment as AttachmentView,
  RepairCase as CaseView,
  RepairGuidance,
} from 'taxiway-autopilot/admin'
import { actsIn } from '../../../core/repairs/repair-acts.ts'
import type {
  RepairAttachment,
  RepairCase,
  RepairHistoryEntry,
} from '../../../core/repairs/repair-case.ts'
import { carriedOver } from './repair-answers.ts'

export type Presenting = { readonly publicUrl: string; readonly now: Date }

export function presentRepair(repair: RepairCase, { publicUrl, now }: Presenting): CaseView {
  const { details, certificate, respondBy, respondedAt, closedAt } = repair
  const { comparison: compared, timeZone, contact: person, ...said } = details
  return {
    ...said,
    contact: { ...person, timeZone },
    id: repair.id,
    number: numberOf(repair),
    state: repair.state,
    serialNumber: repair.serialNumber,
    manufacturer: repair.manufacturer,
    model: repair.model,
    groupTag: repair.groupTag,
    deviceId: repair.deviceId,
    registrationId: repair.newDeviceId ?? repair.deviceId,
    carriedOver: repair.newDeviceId === null ? null : [...carriedOver],
    openedDateTime: repair.openedAt.toISOString(),
    openedBy: repair.openedBy,
    respondBy: respondBy.toISOString(),
    respondedDateTime: respondedAt?.toISOString() ?? null,
    isOverdue: (respondedAt ?? closedAt ?? now) > respondBy,
    guidance: said.scenario && guidanceOn(said.scenario),
    verdict: compared && presentComparison(compared),
    certificate: certificate && {
      ...certificate,
      verifyUrl: `${publicUrl}/verify/${certificate.id}`,
    },
    closedDateTime: closedAt?.toISOString() ?? null,
    acts: [...actsIn(repair.state)],
  }
}

function presentComparison({
  verdict,
  donorId,
  evidence,
  comparedDateTime,
}: NonNullable<RepairCase['details']['comparison']>): CaseView['verdict'] {
  const { means, next } = repairVerdictTexts[verdict]
  return { kind: verdict, means, next, evidence, donorRegistrationId: donorId, comparedDateTime }
}

/** Written on parcels and said on the phone. */
function numberOf({ openedAt, number }: RepairCase): string {
  return `R-${openedAt.getUTCFullYear()}-${String(number).padStart(5, '0')}`
}

function guidanceOn(key: RepairScenarioKey): RepairGuidance {
  const { supported, steps, source, grade } = repairScenarios[key]
  return { supported, steps: steps.map((step) => repairSteps[step]), source, grade }
}

export function presentAttachment({ addedAt, ...file }: RepairAttachment): AttachmentView {
  return { ...file, addedDateTime: addedAt.toISOString() }
}

export function presentHistory({ at, ...entry }: RepairHistoryEntry) {
  return { at: at.toISOString(), ...entry }
}
