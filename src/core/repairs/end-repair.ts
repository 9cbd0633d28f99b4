/** Ending a case by a person: closed because it is settled, or cancelled without a repair. */
import { type Caller, nameOfCaller } from '../access/caller.ts'
import type { RepairCaseId } from '../ids.ts'
import { caseOf, heldFor, type RepairDeps } from './reached-case.ts'
import type { RepairCase } from './repair-case.ts'

/** By a person; a case whose device got its profile closes by itself. */
export async function closeRepair(
  deps: RepairDeps,
  caller: Caller,
  { id, text }: { readonly id: RepairCaseId; readonly text: string | null },
): Promise<RepairCase> {
  const held = await heldFor(deps, caller, { id, act: 'close' })
  const note = { by: nameOfCaller(caller), what: 'closed', text }
  await deps.repairs.change(held, { state: 'closed', responds: true }, note)
  await deps.repairs.announce(held, 'repair.case.closed', { state: 'closed' })
  return await caseOf(deps, caller, id)
}

/** A parked registration is in force again. */
export async function cancelRepair(
  deps: RepairDeps,
  caller: Caller,
  { id, text }: { readonly id: RepairCaseId; readonly text: string | null },
): Promise<RepairCase> {
  const held = await heldFor(deps, caller, { id, act: 'cancel' })
  await deps.parking.unpark(held)
  const note = { by: nameOfCaller(caller), what: 'cancelled', text }
  await deps.repairs.change(held, { state: 'cancelled', responds: true }, note)
  await deps.repairs.announce(held, 'repair.case.closed', { state: 'cancelled' })
  return await caseOf(deps, caller, id)
}
