/** Opening cases, what people and vendors say about them, and ending them. */

import type { RepairDiagnostic, RepairPart, RepairVendor } from 'taxiway-autopilot/admin'
import { type Caller, nameOfCaller } from '../access/caller.ts'
import { reaches } from '../access/tag-scope.ts'
import { currentScope, noteAudit } from '../acting.ts'
import { type Devices, findDevice } from '../devices/device.ts'
import { DomainError } from '../errors.ts'
import { type DeviceId, newUuid, type RepairCaseId, type TenantId } from '../ids.ts'
import type { DeviceParking } from './parking.ts'
import { actsIn, parkedStates, type RepairAct } from './repair-acts.ts'
import type { RepairCalendars } from './repair-calendar.ts'
import {
  maxAttachments,
  maxDenials,
  maxDiagnostics,
  type RepairCase,
  type RepairDetails,
  type RepairRequest,
  type Repairs,
} from './repair-case.ts'
import { endOfNextBusinessDay } from './respond-by.ts'

export type RepairDeps = {
  readonly repairs: Repairs
  readonly parking: DeviceParking
  readonly devices: Devices
  readonly calendars: RepairCalendars
  readonly now: () => Date
}

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
    ...{ parts: [], troubleshootingNote: null, vendor: null, scenario: null, comparison: null },
  }
  const isOpened = await deps.repairs.open(
    {
      ...{ id, tenantId, deviceId, details },
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

export async function addDiagnostics(
  deps: RepairDeps,
  caller: Caller,
  {
    id,
    diagnostics,
  }: { readonly id: RepairCaseId; readonly diagnostics: readonly RepairDiagnostic[] },
): Promise<RepairCase> {
  const held = await heldFor(deps, caller, { id, act: 'diagnostics' })
  const files = new Set((await deps.repairs.attachments(held)).map((each) => each.id))
  const missing = diagnostics.find(
    (each) => each.attachmentId !== null && !files.has(each.attachmentId),
  )
  if (missing !== undefined)
    throw new DomainError(
      'request-invalid',
      `The case has no attachment '${missing.attachmentId}'.`,
    )
  const all = [...held.details.diagnostics, ...diagnostics]
  if (all.length > maxDiagnostics)
    throw new DomainError('request-invalid', `A case has at most ${maxDiagnostics} diagnostics.`)
  const state = held.state === 'open' ? 'diagnosed' : held.state
  const text = diagnostics.map(({ tool, code, result }) => `${tool} ${code ?? ''} ${result}`)
  await deps.repairs.change(
    held,
    { state, details: { ...held.details, diagnostics: all } },
    { by: nameOfCaller(caller), what: 'diagnostics', text: text.join('; ') },
  )
  return await caseOf(deps, caller, id)
}

export async function addNote(
  deps: RepairDeps,
  caller: Caller,
  {
    id,
    text,
    isReply,
  }: { readonly id: RepairCaseId; readonly text: string; readonly isReply: boolean },
): Promise<RepairCase> {
  const held = await heldFor(deps, caller, { id, act: 'notes' })
  const note = { by: nameOfCaller(caller), what: isReply ? 'reply' : 'note', text }
  await deps.repairs.change(held, { responds: isReply }, note)
  return await caseOf(deps, caller, id)
}

export async function attachFile(
  deps: RepairDeps,
  caller: Caller,
  {
    id,
    ...file
  }: {
    readonly id: RepairCaseId
    readonly name: string
    readonly description: string | null
    readonly content: Uint8Array
  },
): Promise<string> {
  const held = await heldFor(deps, caller, { id, act: 'attachments' })
  const count = (await deps.repairs.attachments(held)).length
  if (count >= maxAttachments)
    throw new DomainError('request-invalid', `A case has at most ${maxAttachments} attachments.`)
  const by = nameOfCaller(caller)
  const attachmentId = newUuid()
  await deps.repairs.attach(held, { id: attachmentId, by, ...file })
  await deps.repairs.change(held, {}, { by, what: 'attachment', text: file.name })
  return attachmentId
}

export type Claim = Pick<RepairVendor, 'reference'> & {
  /** Absent: the vendor of before, else the maker of the device. */
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
    ...{ name, status: 'waiting', deniedReason: null },
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
    ...{ status: report.status, denials, deniedReason: report.reason },
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

function reached(found: RepairCase | undefined, id: RepairCaseId): RepairCase {
  if (found === undefined || !reaches(currentScope(), found.groupTag))
    throw new DomainError('not-found', `There is no repair case with the id '${id}'.`)
  return found
}
