/**
 * Accepting an import: rows are stored together with the work to decide them, then the request is answered. A row
 * that cannot be right is accepted all the same and refused by the runner, so that one bad row never fails its
 * batch; only what cannot be stored is refused here.
 */
import { DomainError } from '../errors.ts'
import { newImportId, receiptId, type TenantId } from '../ids.ts'
import { propertyFault } from '../storable-text.ts'
import { timeOfUuid } from '../uuid.ts'
import type { ImportedDevice, ImportedDevices, Submission } from './imported-device.ts'

/** No source says how many rows `/import` takes; this bounds memory, not business. */
export const maxImportRows = 5_000

export async function acceptImport(
  imports: ImportedDevices,
  tenantId: TenantId,
  submissions: readonly Submission[],
): Promise<readonly ImportedDevice[]> {
  if (submissions.length === 0) return []
  if (submissions.length > maxImportRows) {
    throw new DomainError(
      'request-invalid',
      `An import takes at most ${maxImportRows} devices; this one has ${submissions.length}. Send it in parts.`,
    )
  }
  submissions.forEach(refuseFaulty)
  const id = newImportId()
  await imports.add({ id, tenantId, submissions })
  return submissions.map(({ hardwareHash: _, refused: __, submittedBy: ___, ...rest }, index) => ({
    ...rest,
    id: receiptId(id, index + 1),
    state: { status: 'undecided' },
    submittedAt: timeOfUuid(id),
    submittedBy: null,
    decidedAt: null,
  }))
}

function refuseFaulty(submission: Submission, index: number): void {
  for (const [name, value] of Object.entries(submission)) {
    const fault = propertyFault(name, value)
    if (fault === undefined) continue
    throw new DomainError('request-invalid', `Device ${index + 1} of the import: ${name} ${fault}.`)
  }
}
