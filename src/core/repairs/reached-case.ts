/** The case that an act is about: one that the caller may reach, locked where the act changes it. */
import type { Caller } from '../access/caller.ts'
import { reaches } from '../access/tag-scope.ts'
import { currentScope, noteAudit } from '../acting.ts'
import type { Devices } from '../devices/device.ts'
import { DomainError } from '../errors.ts'
import type { RepairCaseId, TenantId } from '../ids.ts'
import type { DeviceParking } from './parking.ts'
import { actsIn, type RepairAct } from './repair-acts.ts'
import type { RepairCalendars } from './repair-calendar.ts'
import type { RepairCase, Repairs } from './repair-case.ts'

export type RepairDeps = {
  readonly repairs: Repairs
  readonly parking: DeviceParking
  readonly devices: Devices
  readonly calendars: RepairCalendars
  readonly now: () => Date
}

/** One that the caller may reach. */
export async function caseOf(
  { repairs }: Pick<RepairDeps, 'repairs'>,
  { tenantId }: Pick<Caller, 'tenantId'>,
  id: RepairCaseId,
): Promise<RepairCase> {
  return reached(await repairs.find(tenantId, id), id)
}

/** The same, locked, and only if the act is one that its state allows. */
export async function heldFor(
  { repairs }: Pick<RepairDeps, 'repairs'>,
  { tenantId }: { readonly tenantId: TenantId },
  { id, act }: { readonly id: RepairCaseId; readonly act: RepairAct },
): Promise<RepairCase> {
  const held = reached(await repairs.hold(tenantId, id), id)
  const possible = actsIn(held.state)
  noteAudit({ type: 'RepairCase', id, name: held.serialNumber })
  if (possible.includes(act)) return held
  const instead = possible.length === 0 ? 'It has ended.' : `Possible now: ${possible.join(', ')}.`
  throw new DomainError(
    'conflict',
    `This repair case is ${held.state}: '${act}' is not possible. ${instead}`,
  )
}

function reached(found: RepairCase | undefined, id: RepairCaseId): RepairCase {
  if (found === undefined || !reaches(currentScope(), found.groupTag))
    throw new DomainError('not-found', `There is no repair case with the id '${id}'.`)
  return found
}
