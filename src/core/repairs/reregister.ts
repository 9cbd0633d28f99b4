/** The device that came back is registered again, or is in force again: by the verdict, or by a person who has looked. */

import {
  permitsSameBoard,
  type RepairBoardAnswer,
  refusals,
  repairScenarios,
  repairVerdictTexts,
} from 'taxiway-autopilot'
import { type Caller, nameOfCaller } from '../access/caller.ts'
import { noteAudit } from '../acting.ts'
import { DomainError } from '../errors.ts'
import { newDeviceId, type RepairCaseId } from '../ids.ts'
import { changesSince } from '../imports/with-history.ts'
import { caseOf, heldFor } from './reached-case.ts'
import type { RepairCase } from './repair-case.ts'
import { isGone, type JudgedReturn, judgeReturned, type ReturnDeps } from './return-device.ts'

export type Reregistering = {
  readonly id: RepairCaseId
  /** What a person says who has looked at an ambiguous comparison; undefined: nobody has. */
  readonly confirmed: RepairBoardAnswer | undefined
  readonly reason: string | null
  readonly keepsBoard: boolean
}

export async function reregisterRepaired(
  deps: ReturnDeps,
  caller: Caller,
  { id, confirmed, reason, keepsBoard }: Reregistering,
): Promise<RepairCase> {
  const held = await heldFor(deps, caller, { id, act: 'reregister' })
  // Before it is counted what one may do alone, as removals do: two acts on one device wait for each other in one order.
  const device = await deps.devices.hold(caller.tenantId, held.deviceId)
  if (device === undefined) throw isGone(held)
  const kept = (await deps.repairs.captureOf(held, 'after')) ?? null
  const judged = await judgeReturned(deps, held, kept)
  const { verdict } = judged.comparison
  const by = nameOfCaller(caller)
  if (verdict === 'sameDevice') return await resumed(deps, caller, { held, text: null })
  if (verdict === 'ambiguous' && confirmed === 'sameBoard')
    return await resumedAsSame(deps, caller, { held, judged, reason })
  refuseUnlessClear(verdict, confirmed)
  const { identified } = judged
  await refuseHashOnly(deps, held, judged)
  const subjects = [{ id: device.id, name: device.serialNumber }]
  await deps.admit({ tenantId: caller.tenantId, action: 'replace-devices', subjects })
  const newId = newDeviceId()
  const { bytes, seen, supersedes } = judged
  await deps.replacements.replace({
    repair: held,
    newId,
    identified,
    bytes,
    seen,
    supersedes,
    keepsBoard,
    by,
  })
  noteAudit({ type: 'WindowsAutopilotDeviceIdentity', id: device.id, name: device.serialNumber })
  noteAudit({ type: 'WindowsAutopilotDeviceIdentity', id: newId, name: held.serialNumber })
  const notes = [reason, keepsBoard ? 'The old board is kept.' : null]
  await deps.repairs.change(
    held,
    { state: 'reregistered' },
    { by, what: 'registered again', text: notes.filter((each) => each !== null).join(' ') || null },
  )
  return await caseOf(deps, caller, id)
}

type Resuming = { readonly held: RepairCase; readonly text: string | null }

async function resumed(
  deps: ReturnDeps,
  caller: Caller,
  { held, text }: Resuming,
): Promise<RepairCase> {
  await deps.parking.unpark(held)
  const what = text === null ? 'resumed' : 'resumed: same board, as a person has confirmed'
  const note = { by: nameOfCaller(caller), what, text }
  await deps.repairs.change(held, { state: 'reregistered' }, note)
  return await caseOf(deps, caller, held.id)
}

type SameBoard = {
  readonly held: RepairCase
  readonly judged: JudgedReturn
  readonly reason: string | null
}

/** As where a person decides that an imported hash is of a known device: what it shows is the device's own from now on. */
async function resumedAsSame(
  deps: ReturnDeps,
  caller: Caller,
  { held, judged: { identified, bytes, seen }, reason }: SameBoard,
): Promise<RepairCase> {
  const { scenario } = held.details
  if (scenario !== null && !permitsSameBoard(scenario))
    throw new DomainError(
      'conflict',
      `The case was parked for '${repairScenarios[scenario].title}', in which the board is another one afterwards. If nobody replaced it after all, cancel the case: the registration is in force again as it was.`,
    )
  if (reason === null)
    throw new DomainError('request-invalid', 'reason: say why it is the same board.')
  const before = (await deps.repairs.captureOf(held, 'before')) ?? undefined
  const changes = changesSince(before, identified) ?? []
  await deps.replacements.adopt({ repair: held, identified, bytes, seen, changes })
  noteAudit({
    type: 'WindowsAutopilotDeviceIdentity',
    id: held.deviceId,
    name: held.serialNumber,
    properties: [{ name: 'confirmedAsSameBoard', before: null, after: reason }],
  })
  return await resumed(deps, caller, { held, text: reason })
}

function refuseUnlessClear(
  verdict: JudgedReturn['comparison']['verdict'],
  confirmed: RepairBoardAnswer | undefined,
): void {
  if (verdict === 'boardReplaced' || verdict === 'otherDevice') return
  if (verdict === 'ambiguous' && confirmed !== undefined) return
  const { means, next } = repairVerdictTexts[verdict]
  throw new DomainError('conflict', `${means} ${next}`)
}

/** The tenant's rule for new registrations; said before anything of the old one is given up. */
async function refuseHashOnly(
  { policies }: ReturnDeps,
  { tenantId }: RepairCase,
  { identified: { facts } }: JudgedReturn,
): Promise<void> {
  if (facts.ekDigest !== null) return
  if (!(await policies.find(tenantId)).forbidHashOnlyClaims) return
  const { meaning, nextStep } = refusals.TpmKeyRequired
  throw new DomainError('conflict', `TpmKeyRequired: ${meaning} ${nextStep} Nothing was changed.`)
}
