/** What people add to an open case: what tools say about the device, notes, and files. */
import type { RepairDiagnostic } from 'taxiway-autopilot/admin'
import { type Caller, nameOfCaller } from '../access/caller.ts'
import { DomainError } from '../errors.ts'
import type { RepairCaseId } from '../ids.ts'
import { newUuid } from '../uuid.ts'
import { caseOf, heldFor, type RepairDeps } from './reached-case.ts'
import { maxAttachments, maxDiagnostics, type RepairCase } from './repair-case.ts'

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
