/**
 * Accepting an import: rows are stored together with the work to decide them, then answered. A row that
 * cannot be right is accepted all the same and refused by the runner, so that one bad row never fails
 * its batch; only what cannot be stored at all is refused here.
 */
import { DomainError } from '../errors.ts'
import { newImportId, receiptId, type TenantId } from '../ids.ts'
import type { ImportedDevice, ImportedDevices, Submission } from './imported-device.ts'

/** No source says how many rows `/import` takes; this bounds memory, not business. */
const maxRows = 5_000
/** Longest text per field, in characters; the group tag's limit is observed (autopilot-behaviour 1.4 L4). */
const maxText = 512

export async function acceptImport(
  imports: ImportedDevices,
  tenantId: TenantId,
  submissions: readonly Submission[],
): Promise<readonly ImportedDevice[]> {
  if (submissions.length === 0) return []
  if (submissions.length > maxRows) {
    throw new DomainError(
      'request-invalid',
      `An import takes at most ${maxRows} devices, this one has ${submissions.length}. Send it in parts.`,
    )
  }
  submissions.forEach(refuseUnstorable)
  const id = newImportId()
  await imports.add({ id, tenantId, submissions })
  return submissions.map(({ hardwareHash: _, ...rest }, index) => ({
    ...rest,
    id: receiptId(id, index + 1),
    state: { status: 'undecided' },
  }))
}

function refuseUnstorable(submission: Submission, index: number): void {
  for (const [name, value] of Object.entries(submission)) {
    if (typeof value !== 'string') continue
    if (value.includes('\0')) throw bad(index, name, 'holds a NUL character')
    if (value.length > maxText) throw bad(index, name, `is longer than ${maxText} characters`)
  }
}

function bad(index: number, name: string, what: string): DomainError {
  return new DomainError('request-invalid', `Device ${index + 1} of the import: ${name} ${what}.`)
}
