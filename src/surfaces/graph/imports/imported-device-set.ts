/** Receipts of imports as a set of Graph: which members can be queried, and how they are read. */
import { importedDeviceType } from 'taxiway-autopilot/graph'
import type { AssignedUserDeps } from '../../../core/devices/assigned-user.ts'
import { ids } from '../../../core/id-kinds.ts'
import type { ReceiptId } from '../../../core/ids.ts'
import {
  type ImportedDevice,
  type ImportedDeviceField,
  type ImportedDevices,
  importNotFound,
} from '../../../core/imports/imported-device.ts'
import { importedDeviceFieldTypes } from '../../../core/imports/imported-device-fields.ts'
import type { EntitySet } from '../entity-set.ts'
import type { Fidelity } from '../fidelity/fidelity.ts'
import { presented } from './present-imported-device.ts'

export const set = 'deviceManagement/importedWindowsAutopilotDeviceIdentities'

const fields: Readonly<Record<string, ImportedDeviceField>> = {
  id: 'id',
  importid: 'importId',
  serialnumber: 'serialNumber',
  productkey: 'productKey',
  grouptag: 'groupTag',
  assigneduserprincipalname: 'assignedUserPrincipalName',
  'state/deviceimportstatus': 'status',
  'state/deviceerrorcode': 'errorCode',
  'state/deviceerrorname': 'errorName',
  'state/deviceregistrationid': 'deviceId',
  // Not in Microsoft's service, which reports no times for receipts.
  createddatetime: 'submittedAt',
  decideddatetime: 'decidedAt',
}

export type ImportedDeviceDeps = AssignedUserDeps & {
  readonly imports: ImportedDevices
  /** Called when there is something to decide. */
  readonly onImport: () => void
  readonly fidelity: Fidelity
}

export const importedDeviceSet: EntitySet<
  ImportedDeviceDeps,
  ImportedDevice,
  ImportedDeviceField,
  ReceiptId
> = {
  path: set,
  type: importedDeviceType,
  id: ids.receipt,
  read: 'imports.read',
  fields,
  types: importedDeviceFieldTypes,
  rows: (ports) => ({
    list: (tenantId, query) => ports.imports.list(tenantId, query),
    async find(tenantId, id) {
      const device = await ports.imports.find(tenantId, id)
      if (device === undefined) throw importNotFound(id)
      return device
    },
    present: (rows, tenantId) => presented(ports, rows, { tenantId }),
  }),
}
