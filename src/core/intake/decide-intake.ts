/** An administrator decides about what was handed in: the device is registered or associated, or nothing happens. */
import { type Caller, nameOfCaller } from '../access/caller.ts'
import { reaches } from '../access/tag-scope.ts'
import { currentScope, noteAudit } from '../acting.ts'
import { type AssociationDeps, nameOfAssociator } from '../associations/associated-device.ts'
import { importLink, linkSentences } from '../associations/import-link.ts'
import { DomainError } from '../errors.ts'
import { receiptId } from '../ids.ts'
import type { SendDeps } from '../imports/send-import.ts'
import { sendImport } from '../imports/send-import.ts'
import type { IntakeDesk, IntakeKind, IntakeSubmission } from './intake.ts'

export type DecideDeps = { readonly intake: IntakeDesk }

export type Approved = { readonly id: string; readonly groupTag?: string | null | undefined }

/** Registers the device through the normal import, within what the approver may reach. */
export async function approveHash(
  deps: DecideDeps & SendDeps,
  caller: Caller,
  { id, groupTag }: Approved,
): Promise<IntakeSubmission> {
  const { submission, payload } = await held(deps, caller, { id, kind: 'hash' })
  const by = nameOfCaller(caller)
  const tag = groupTag === undefined ? submission.groupTag : groupTag || null
  // The import would refuse the row, and the hash would be spent.
  if (!reaches(currentScope(), tag))
    throw new DomainError(
      'not-permitted',
      `You may not register devices with the tag '${tag ?? ''}'.`,
    )
  const row = {
    importId: null,
    serialNumber: submission.serialNumber || null,
    productKey: null,
    hardwareHash: payload,
    groupTag: tag,
    purchaseOrderIdentifier: null,
    assignedUserPrincipalName: null,
  }
  const label = `Handed in at ${submission.serialNumber || 'a device'}`.slice(0, 256)
  const { importId } = await sendImport(deps, caller.tenantId, {
    by,
    label,
    rows: [{ submission: row, place: { file: 'intake', line: 1 } }],
  })
  return await decided(deps, submission, {
    state: 'approved',
    by,
    receiptId: receiptId(importId, 1),
  })
}

export async function approveLink(
  deps: DecideDeps & AssociationDeps,
  caller: Caller,
  { id, policyId }: { readonly id: string; readonly policyId: string | null },
): Promise<IntakeSubmission> {
  const { submission, payload } = await held(deps, caller, { id, kind: 'link' })
  const importer = { tenantId: caller.tenantId, by: nameOfAssociator(caller) }
  const deviceLink = Buffer.from(payload).toString()
  const { outcome, record } = await importLink(deps, importer, { deviceLink, policyId })
  if (record === undefined || outcome === 'outdated')
    throw new DomainError('conflict', linkSentences[outcome])
  noteAudit({ type: 'TenantAssociatedDevice', id: record.id, name: submission.serialNumber })
  const by = nameOfCaller(caller)
  return await decided(deps, submission, { state: 'approved', by, associationId: record.id })
}

export async function rejectIntake(
  deps: DecideDeps,
  caller: Caller,
  { id, reason }: { readonly id: string; readonly reason: string | null },
): Promise<IntakeSubmission> {
  const { submission } = await held(deps, caller, { id })
  return await decided(deps, submission, { state: 'rejected', by: nameOfCaller(caller), reason })
}

type Wanted = { readonly id: string; readonly kind?: IntakeKind }

/** Throws unless it waits for a decision, which nobody else takes meanwhile. */
async function held({ intake }: DecideDeps, { tenantId }: Caller, { id, kind }: Wanted) {
  const payload = await intake.hold(tenantId, id)
  const submission = await intake.find(tenantId, id)
  if (submission === undefined || !reaches(currentScope(), submission.groupTag))
    throw new DomainError('not-found', `Nothing was handed in with the id ${id}.`)
  if (payload === undefined || submission.state !== 'pending')
    throw new DomainError('conflict', `This is ${submission.state} already.`)
  if (kind !== undefined && kind !== submission.kind)
    throw new DomainError(
      'request-invalid',
      submission.kind === 'hash'
        ? 'This is a hardware hash: approve it to register the device.'
        : 'This is a DeviceLink: associate the device.',
    )
  noteAudit({ type: 'IntakeSubmission', id, name: submission.serialNumber })
  return { submission, payload }
}

async function decided(
  { intake }: DecideDeps,
  { tenantId, id }: IntakeSubmission,
  decision: Parameters<IntakeDesk['decide']>[2],
): Promise<IntakeSubmission> {
  await intake.decide(tenantId, id, decision)
  const after = await intake.find(tenantId, id)
  if (after === undefined) throw new Error('a submission vanished while it was held')
  return after
}
