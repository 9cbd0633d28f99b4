/** Opening a case for a registered device, which has one open case at most. */
import type { RepairDiagnostic } from 'taxiway-autopilot/admin'
import { type Caller, nameOfCaller } from '../access/caller.ts'
import { noteAudit } from '../acting.ts'
import { findDevice } from '../devices/device.ts'
import { DomainError } from '../errors.ts'
import type { DeviceId, RepairCaseId } from '../ids.ts'
import { newUuid } from '../uuid.ts'
import { caseOf, type RepairDeps } from './reached-case.ts'
import type { RepairCase, RepairDetails, RepairRequest } from './repair-case.ts'
import { endOfNextBusinessDay } from './respond-by.ts'

export type Opening = RepairRequest & {
  readonly deviceId: DeviceId
  readonly diagnostics: readonly RepairDiagnostic[]
}

export async function openRepair(
  deps: RepairDeps,
  caller: Caller,
  { deviceId, diagnostics, ...request }: Opening,
): Promise<RepairCase> {
  const { tenantId } = caller
  const device = await findDevice(deps.devices, tenantId, deviceId)
  const calendar = await deps.calendars.find(tenantId)
  const by = nameOfCaller(caller)
  const id = newUuid() as RepairCaseId
  const details: RepairDetails = {
    ...request,
    diagnostics,
    parts: [],
    troubleshootingNote: null,
    vendor: null,
    scenario: null,
    comparison: null,
  }
  const isOpened = await deps.repairs.open(
    {
      id,
      tenantId,
      deviceId,
      details,
      openedBy: by,
      state: diagnostics.length === 0 ? 'open' : 'diagnosed',
      respondBy: endOfNextBusinessDay(deps.now(), request.timeZone, calendar),
    },
    { by, what: 'opened', text: request.problem.summary },
  )
  if (!isOpened)
    throw new DomainError(
      'conflict',
      `The device '${device.serialNumber}' has an open repair case; close or cancel that one first.`,
    )
  noteAudit({ type: 'RepairCase', id })
  const found = await caseOf(deps, caller, id)
  await deps.repairs.announce(found, 'repair.case.opened')
  return found
}
