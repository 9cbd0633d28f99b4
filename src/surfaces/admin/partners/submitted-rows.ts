/** The rows of a partner's file as what is registered. */
import { type DeviceRow, digitsOfProductId } from 'taxiway-device-csv'
import type { SubmittedDevice } from '../../../core/partners/submit-batch.ts'

/** An empty cell is an absent value. */
export function submittedOf(row: DeviceRow): SubmittedDevice {
  return {
    serialNumber: row.serialNumber || undefined,
    productKey: digitsOfProductId(row.productKey) ?? (row.productKey || undefined),
    hardwareHash: row.hardwareHash || undefined,
    manufacturer: row.manufacturer || undefined,
    model: row.model || undefined,
  }
}
