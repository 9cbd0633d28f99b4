/** Sends an import with a name, a sender and the place of each row. */
import type { TagScope } from '../access/tag-scope.ts'
import type { AssignedUsers } from '../devices/assigned-user.ts'
import { DomainError } from '../errors.ts'
import { type ImportId, splitReceiptId, type TenantId } from '../ids.ts'
import { acceptImport } from './accept-import.ts'
import { withUsersChecked } from './checked-users.ts'
import type { ImportLists, Place } from './import-list.ts'
import { type ImportedDevices, importNotFound, type Submission } from './imported-device.ts'

export type SendDeps = {
  readonly imports: ImportedDevices
  readonly importLists: ImportLists
  readonly assignedUsers: AssignedUsers
}

export type PlacedSubmission = { readonly submission: Submission; readonly place: Place }

export type Sending = {
  readonly by: string
  readonly label: string
  readonly rows: readonly PlacedSubmission[]
}

export type Sent = { readonly importId: ImportId; readonly rows: number }

export async function sendImport(
  { imports, importLists, assignedUsers }: SendDeps,
  tenantId: TenantId,
  { by, label, rows }: Sending,
): Promise<Sent> {
  const given = rows.map(({ submission }) => submission)
  const checked = await withUsersChecked(assignedUsers, tenantId, given)
  const accepted = await acceptImport(imports, tenantId, checked)
  const importId = splitReceiptId(accepted[0]?.id ?? '')?.importId
  if (importId === undefined) throw new Error('an import without rows was accepted')
  const places = rows.map(({ place }) => place)
  await importLists.label(tenantId, { importId, label, by, places })
  return { importId, rows: rows.length }
}

export type Retry = {
  readonly importId: ImportId
  readonly errors: readonly string[]
  readonly by: string
  readonly scope: TagScope
}

/** Throws if nothing is left that could be sent again. */
export async function retryImport(
  deps: SendDeps,
  tenantId: TenantId,
  { importId, errors, by, scope }: Retry,
): Promise<Sent> {
  const before = await deps.importLists.find(tenantId, importId, scope)
  if (before === undefined) throw importNotFound(importId)
  const rows = await deps.importLists.refused(tenantId, { importId, scope, errors })
  if (rows.length === 0) {
    throw new DomainError(
      'conflict',
      'No row of this import was refused with these errors and can be sent again. Hashes of refused rows are kept for 7 days; import the file again.',
    )
  }
  return await sendImport(deps, tenantId, {
    by,
    label: `Retry of ${before.label ?? importId}`,
    rows,
  })
}
