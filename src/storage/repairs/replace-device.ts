/**
 * Registers a repaired device in place of its old registration, in one transaction: what people have set is carried over,
 * what the hardware says is new. The old registration stays visible as one that was replaced.
 */
import { DomainError } from '../../core/errors.ts'
import type { Replacement, Replacements } from '../../core/repairs/return-device.ts'
import type { CertificateSigner } from '../../core/transfers/release-certificate.ts'
import type { Wrap } from '../../core/wrap.ts'
import { writeActEvent } from '../events/write-act-event.ts'
import { ClaimLost } from '../sql/database.ts'
import type { Client, Store } from '../sql/store.ts'
import { issueCertificates } from '../transfers/certificates.ts'
import { adoptCapture } from './adopt-capture.ts'
import { carryOver, changedBy, identify } from './new-registration.ts'
import { endReservation, keepReserved, type Old, takenOut } from './old-registration.ts'
import { noteReplacement } from './repairs.ts'

export type ReplaceDeps = { readonly wrap: Wrap; readonly signer: CertificateSigner }

export function replacementsIn(
  { transaction }: Pick<Store, 'transaction'>,
  deps: ReplaceDeps,
): Replacements {
  return {
    replace: (replacement) =>
      unlessLost(transaction(({ client }) => replaceOne(client, deps, replacement))),
    adopt: (adoption) =>
      unlessLost(transaction(({ client }) => adoptCapture(client, deps, adoption))),
  }
}

async function unlessLost(work: Promise<void>): Promise<void> {
  try {
    await work
  } catch (error) {
    if (!(error instanceof ClaimLost)) throw error
    throw new DomainError(
      'conflict',
      'Another device with the same identifiers was registered meanwhile: hand the capture in again.',
    )
  }
}

async function replaceOne(
  client: Client,
  { wrap, signer }: ReplaceDeps,
  given: Replacement,
): Promise<void> {
  const { repair, newId, keepsBoard, supersedes } = given
  const { tenantId, deviceId } = repair
  const of = [tenantId, deviceId] as const
  const old = await takenOut(client, wrap, given)
  await client.query(
    `insert into device select row.* from deleted_device as deleted,
       jsonb_populate_record(null::device, deleted.device || $3::jsonb) as row
     where deleted.tenant_id = $1 and deleted.device_id = $2`,
    [...of, JSON.stringify(await changedBy(client, given, old))],
  )
  await carryOver(client, given, old)
  for (const id of supersedes) await endReservation(client, given, id)
  if (!keepsBoard) await endReservation(client, given, deviceId)
  else await keepReserved(client, given)
  await identify(client, wrap, given)
  const certificateId = keepsBoard ? null : await certify(client, signer, { given, old })
  await noteReplacement(client, repair, { newId, certificateId })
  await client.query('delete from parked_device where tenant_id = $1 and device_id = $2', [...of])
  await writeActEvent(client, tenantId, {
    type: 'device.replaced',
    subjects: [deviceId],
    detail: { replacedBy: newId, caseId: repair.id },
  })
  await writeActEvent(client, tenantId, { type: 'device.registered', subjects: [newId] })
}

async function certify(
  client: Client,
  signer: CertificateSigner,
  { given: { repair }, old }: { readonly given: Replacement; readonly old: Old },
): Promise<string | null> {
  const [id = null] = await issueCertificates(client, signer, {
    kind: 'repair',
    from: repair.tenantId,
    to: null,
    transferId: null,
    anonymous: false,
    reason: 'Its board was replaced in a repair.',
    devices: [old],
  })
  return id
}
