/** Imports within a request's scope: receipts are filtered by group tag, and rows with other tags are refused. */

import { reaches, type TagScope } from '../access/tag-scope.ts'
import { currentScope, noteAudit } from '../acting.ts'
import { withinTags } from '../devices/scoped-devices.ts'
import type { Filter, ListQuery } from '../query.ts'
import type { ImportedDevice, ImportedDeviceField, ImportedDevices } from './imported-device.ts'

export function scopedImports(imports: ImportedDevices): ImportedDevices {
  const reached = (receipt: ImportedDevice | undefined) => {
    const scope = currentScope()
    if (receipt === undefined || reaches(scope, receipt.groupTag)) return receipt
    return isOwnRefusal(receipt, scope) ? receipt : undefined
  }

  return {
    async add({ submissions, ...submitted }) {
      const scope = currentScope()
      await imports.add({
        ...submitted,
        submissions: submissions.map((row) =>
          reaches(scope, row.groupTag) ? row : { ...row, ...refusedFor(scope) },
        ),
      })
      noteAudit({
        type: 'ImportedWindowsAutopilotDeviceIdentity',
        id: submitted.id,
        name: `${submissions.length} rows`,
      })
    },

    async find(tenantId, id) {
      return reached(await imports.find(tenantId, id))
    },
    list: (tenantId, query) => imports.list(tenantId, withOwnRefusals(query, currentScope())),

    async remove(tenantId, id) {
      const receipt = reached(await imports.find(tenantId, id))
      if (receipt === undefined) return false
      const removed = await imports.remove(tenantId, id)
      if (removed) {
        const { serialNumber } = receipt
        const type = 'ImportedWindowsAutopilotDeviceIdentity'
        noteAudit({ type, id, ...(serialNumber !== null && { name: serialNumber }) })
      }
      return removed
    },

    async removeAll(tenantId, importId) {
      if (!currentScope().whole) throw new Error('rows of any tag are for those who reach them all')
      await imports.removeAll(tenantId, importId)
    },
  }
}

/** A row whose tag its submitter may not use; the receipt says so to the submitter alone. */
function refusedFor(scope: TagScope) {
  const submitter = scope.whole ? undefined : scope.submitter
  return {
    refused: 'GroupTagNotPermitted',
    ...(submitter !== undefined && { submittedBy: submitter }),
  } as const
}

function isOwnRefusal({ submittedBy }: ImportedDevice, scope: TagScope): boolean {
  return !scope.whole && submittedBy !== null && submittedBy === scope.submitter
}

function withOwnRefusals(
  query: ListQuery<ImportedDeviceField>,
  scope: TagScope,
): ListQuery<ImportedDeviceField> {
  if (scope.whole || scope.submitter === undefined) return withinTags(query, scope)
  const reach: Filter<ImportedDeviceField> = {
    kind: 'or',
    parts: [
      { kind: 'in', field: 'groupTag', values: scope.tags },
      { kind: 'compare', field: 'submittedBy', op: 'eq', value: scope.submitter },
    ],
  }
  const { filter } = query
  return { ...query, filter: filter ? { kind: 'and', parts: [reach, filter] } : reach }
}
