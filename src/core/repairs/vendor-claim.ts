/** The claim at a vendor: submitted, and what the vendor says about it until the device comes back. */
import type { RepairPart, RepairVendor } from 'taxiway-autopilot/admin'
import { type Caller, nameOfCaller } from '../access/caller.ts'
import { DomainError } from '../errors.ts'
import type { RepairCaseId } from '../ids.ts'
import { caseOf, heldFor, type RepairDeps } from './reached-case.ts'
import { parkedStates } from './repair-acts.ts'
import { maxDenials, type RepairCase } from './repair-case.ts'

export type Claim = Pick<RepairVendor, 'reference'> & {
  /** Absent: the earlier vendor, else the maker of the device. */
  readonly name?: string | undefined
  readonly parts: readonly RepairPart[]
  readonly troubleshootingNote: string | null
}

export async function submitRepair(
  deps: RepairDeps,
  caller: Caller,
  { id, reference, parts, troubleshootingNote, ...claim }: Claim & { readonly id: RepairCaseId },
): Promise<RepairCase> {
  const held = await heldFor(deps, caller, { id, act: 'submit' })
  const { vendor } = held.details
  const name = claim.name ?? vendor?.name ?? held.manufacturer ?? ''
  const submitted: RepairVendor = {
    name,
    status: 'waiting',
    deniedReason: null,
    reference: reference ?? vendor?.reference ?? null,
    submissions: (vendor?.submissions ?? 0) + 1,
    denials: vendor?.denials ?? 0,
  }
  await deps.repairs.change(
    held,
    {
      state: 'submitted',
      responds: true,
      details: { ...held.details, vendor: submitted, parts, troubleshootingNote },
    },
    { by: nameOfCaller(caller), what: 'submitted', text: `${name} ${reference ?? ''}`.trim() },
  )
  await deps.repairs.announce(held, 'repair.case.submitted', { vendor: name })
  return await caseOf(deps, caller, id)
}

export type VendorReport = {
  readonly id: RepairCaseId
  readonly status: 'accepted' | 'denied' | 'shipped' | 'inRepair'
  readonly reason: string | null
  readonly reference: string | null
}

export async function noteVendorStatus(
  deps: RepairDeps,
  caller: Caller,
  report: VendorReport,
): Promise<RepairCase> {
  const held = await heldFor(deps, caller, { id: report.id, act: 'vendor-status' })
  const { vendor } = held.details
  if (vendor === null) throw new Error('a case that was submitted has no vendor')
  const denials = vendor.denials + Number(report.status === 'denied')
  const state = stateAfter(held, report.status, denials)
  const told: RepairVendor = {
    ...vendor,
    status: report.status,
    denials,
    deniedReason: report.reason,
    reference: report.reference ?? vendor.reference,
  }
  await deps.repairs.change(
    held,
    { state, responds: true, details: { ...held.details, vendor: told } },
    { by: nameOfCaller(caller), what: `vendor ${report.status}`, text: report.reason },
  )
  if (report.status === 'denied')
    await deps.repairs.announce(held, 'repair.case.denied', { state, denials: String(denials) })
  return await caseOf(deps, caller, report.id)
}

function stateAfter(
  { state }: RepairCase,
  status: VendorReport['status'],
  denials: number,
): RepairCase['state'] {
  const isAway = parkedStates.includes(state)
  const isOfTransport = status === 'shipped' || status === 'inRepair'
  if (isOfTransport !== isAway)
    throw new DomainError(
      'conflict',
      isAway
        ? `The device is away already: the vendor's '${status}' comes too late. Cancel the case to end it.`
        : `The device is not parked: release it to the vendor before it is ${status}.`,
    )
  if (isOfTransport) return 'inRepair'
  if (status === 'accepted') return 'accepted'
  return denials > maxDenials ? 'void' : 'denied'
}
