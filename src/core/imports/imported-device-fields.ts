/** The fields of receipts that lists can query. */
import type { FieldTypes } from '../query.ts'
import type { ImportedDeviceField } from './imported-device.ts'

export const importedDeviceFieldTypes = {
  id: 'text',
  importId: 'text',
  serialNumber: 'text',
  productKey: 'text',
  groupTag: 'text',
  status: 'text',
  errorCode: 'number',
  errorName: 'text',
  deviceId: 'text',
  submittedAt: 'date',
  submittedBy: 'text',
  decidedAt: 'date',
  assignedUserPrincipalName: 'text',
} as const satisfies FieldTypes<ImportedDeviceField>
