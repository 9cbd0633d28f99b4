/** A device that leaves for repair, comes back, and is compared with what it was. */

import { type RepairScenarioKey, repairScenarios, repairVerdictTexts } from 'taxiway-autopilot'
import { type Caller, nameOfCaller } from '../access/caller.ts'
import type { AdmitAct } from '../approvals/admit-act.ts'
import type { Lookup } from '../conflicts/match-hash.ts'
import type { DeploymentPolicies } from '../deployment/deployment-policy.ts'
import { DomainError } from '../errors.ts'
import { newRecord, withoutDenied } from '../identity/record.ts'
import type { DeviceId, RepairCaseId } from '../ids.ts'
import { type Examiner, type Identified, identifiedHash } from '../imports/examine-row.ts'
import { holdersOfRows } from '../imports/look-up.ts'
import type { Holder, Holders } from '../imports/slice.ts'
import { comparedFields, isDonor, verdictOn } from './judge-return.ts'
import { caseOf, heldFor, type RepairDeps } from './reached-case.ts'
import type { RepairCase, RepairComparison } from './repair-case.ts'

export type ReturnDeps = RepairDeps & {
  readonly examiner: () => Promise<Examiner>
  /** Of everything that imports are judged against. */
  readonly repairLookup: Lookup
  readonly foreignDevices: ForeignDevices
  readonly replacements: Replacements
  readonly admit: AdmitAct
  readonly policies: Pick<DeploymentPolicies, 'find'>
}

/** What a tenant may learn about devices of others, which is counted as for imports. */
export type ForeignDevices = {
  /** Whether it may still learn today that another tenant has a device. */
  mayLearn(of: RepairCase): Promise<boolean>
  /** Counts that it has learned of them; their owners are notified. */
  learned(of: RepairCase, holders: readonly Holder[]): Promise<void>
  /** Of the tenant's own devices, those that were deleted and are still reserved. */
  reserved(of: RepairCase, ids: readonly DeviceId[]): Promise<ReadonlySet<DeviceId>>
}

export type Replacement = {
  readonly repair: RepairCase
  readonly newId: DeviceId
  readonly identified: Identified
  readonly bytes: Uint8Array
  /** The holders that the verdict relies on. */
  readonly seen: Holders
  /** Deleted devices of the tenant whose board it has: they can no longer be restored. */
  readonly supersedes: readonly DeviceId[]
  /** The customer keeps the old board: nobody else can register it. */
  readonly keepsBoard: boolean
  readonly by: string
}

export type Adoption = Pick<Replacement, 'repair' | 'identified' | 'bytes' | 'seen'> & {
  /** What the capture shows otherwise than the one before the repair. */
  readonly changes: readonly string[]
}

export type Replacements = {
  /** One transaction: everything is carried over, and the old board is released with a certificate unless kept. */
  replace(replacement: Replacement): Promise<void>
  /** What the capture shows counts as the registered device's own from now on. */
  adopt(adoption: Adoption): Promise<void>
}

/** Parks the registration; the device may be shipped. */
export async function parkForRepair(
  deps: ReturnDeps,
  caller: Caller,
  { id, scenario }: { readonly id: RepairCaseId; readonly scenario: RepairScenarioKey },
): Promise<RepairCase> {
  const held = await heldFor(deps, caller, { id, act: 'release-device' })
  if (!(await deps.parking.park(held))) throw isGone(held)
  const { supported, title } = repairScenarios[scenario]
  await deps.repairs.change(
    held,
    { state: 'deviceParked', responds: true, details: { ...held.details, scenario } },
    {
      by: nameOfCaller(caller),
      what: 'parked',
      text: supported === 'no' ? `${title} (not supported by Windows Autopilot)` : title,
    },
  )
  return await caseOf(deps, caller, id)
}

/** Compares the capture of the device that came back; the case says what follows. */
export async function takeReturned(
  deps: ReturnDeps,
  caller: Caller,
  { id, hash }: { readonly id: RepairCaseId; readonly hash: Uint8Array | null | undefined },
): Promise<RepairCase> {
  const held = await heldFor(deps, caller, { id, act: 'returned' })
  const captured = hash === undefined ? await deps.repairs.captureOf(held, 'after') : hash
  const judged = await judgeReturned(deps, held, captured ?? null)
  const { comparison, foreignDonors } = judged
  if (comparison.verdict !== 'sameDevice' && !(await deps.foreignDevices.mayLearn(held)))
    throw new DomainError(
      'throttled',
      'This tenant has learned about too many devices of others today. Hand the capture in again tomorrow, or ask an operator of this installation.',
    )
  if (foreignDonors.length > 0) await deps.foreignDevices.learned(held, foreignDonors)
  await deps.repairs.keepCapture(held, judged.bytes)
  const by = nameOfCaller(caller)
  const { means } = repairVerdictTexts[comparison.verdict]
  await deps.repairs.change(
    held,
    {
      state: comparison.verdict === 'donorBound' ? 'blocked' : 'compared',
      details: { ...held.details, comparison },
    },
    { by, what: `returned: ${comparison.verdict}`, text: means },
  )
  await deps.repairs.announce(held, 'repair.case.returned')
  await deps.repairs.announce(held, 'repair.case.verdict', { verdict: comparison.verdict })
  return await caseOf(deps, caller, id)
}

export type JudgedReturn = {
  readonly identified: Identified
  readonly bytes: Uint8Array
  readonly comparison: RepairComparison
  readonly seen: Holders
  readonly foreignDonors: readonly Holder[]
  readonly supersedes: readonly DeviceId[]
}

export async function judgeReturned(
  deps: ReturnDeps,
  held: RepairCase,
  bytes: Uint8Array | null,
): Promise<JudgedReturn> {
  const examiner = await deps.examiner()
  const identified = identifiedHash(bytes, examiner)
  if (bytes === null || identified === undefined)
    throw new DomainError('request-invalid', 'hardwareHash: this is not an intact hardware hash.')
  const { record, before } = await knownBefore(deps, held, examiner)
  const { facts } = identified
  const seen = await holdersOfRows(deps.repairLookup, [identified])
  const others = [...seen.holders.values()].flat().filter((each) => each.deviceId !== held.deviceId)
  const unique = [...new Map(others.map((each) => [each.deviceId, each])).values()]
  const records = unique.length === 0 ? new Map() : await deps.repairLookup.recordsOf(unique)
  const donors = unique.filter(({ deviceId }) => {
    const other = records.get(deviceId)
    return other !== undefined && isDonor(other, { record, facts })
  })
  const own = donors.filter(({ tenantId }) => tenantId === held.tenantId)
  const reserved = await deps.foreignDevices.reserved(
    held,
    own.map(({ deviceId }) => deviceId),
  )
  const bound = donors.filter(({ deviceId }) => !reserved.has(deviceId))
  const verdict = verdictOn({ record, facts, hasDonor: bound.length > 0 })
  return {
    identified,
    bytes,
    seen,
    supersedes: [...reserved],
    foreignDonors: bound.filter(({ tenantId }) => tenantId !== held.tenantId),
    comparison: {
      verdict,
      evidence: comparedFields(before.facts, record, facts),
      donorId: bound.find(({ tenantId }) => tenantId === held.tenantId)?.deviceId ?? null,
      comparedDateTime: deps.now().toISOString(),
    },
  }
}

/** The record of the registration while it is there, and the capture that was archived when the case was opened. */
async function knownBefore(deps: ReturnDeps, held: RepairCase, examiner: Examiner) {
  const archived = (await deps.repairs.captureOf(held, 'before')) ?? null
  const before = identifiedHash(archived, examiner)
  if (before === undefined)
    throw new DomainError(
      'conflict',
      'There is no capture from before the repair, so nothing can be compared: cancel the case, and import the new hash.',
    )
  const holder = { tenantId: held.tenantId, deviceId: held.deviceId }
  const known = (await deps.repairLookup.recordsOf([holder])).get(held.deviceId)
  const record = known ?? newRecord(before.facts)
  return { before, record: withoutDenied(record, examiner.denyList) }
}

export function isGone({ serialNumber }: RepairCase): DomainError {
  return new DomainError(
    'conflict',
    `The device '${serialNumber}' is not registered any more: restore it, or cancel the case.`,
  )
}
