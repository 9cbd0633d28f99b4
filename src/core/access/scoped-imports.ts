/** Imports as a request may reach them: receipts by their group tag, and rows with other tags are refused. */
import type { ImportedDevice, ImportedDevices } from '../imports/imported-device.ts'
import { currentScope, noteAudit } from './acting.ts'
import { withinTags } from './scoped-devices.ts'
import { reaches } from './tag-scope.ts'

export function scopedImports(imports: ImportedDevices): ImportedDevices {
  const reached = (receipt: ImportedDevice | undefined) =>
    receipt !== undefined && reaches(currentScope(), receipt.groupTag) ? receipt : undefined

  return {
    async add({ submissions, ...submitted }) {
      const scope = currentScope()
      await imports.add({
        ...submitted,
        submissions: submissions.map((row) =>
          reaches(scope, row.groupTag) ? row : { ...row, refused: 'GroupTagNotPermitted' },
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
    list: (tenantId, query) => imports.list(tenantId, withinTags(query, currentScope())),

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
  }
}
