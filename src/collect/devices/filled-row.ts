/** Fills in what a row lacks and its own hash contains. */
import { type DeviceRow, decodedHash } from 'taxiway-device-csv'
import { isJunkProductKeyId, statedText } from 'taxiway-hardware-hash'

/** The row with the serial number from its hash if it has none, and without a meaningless product id. */
export function filledRow<Row extends DeviceRow>(row: Row): Row {
  const digits = /^\d+$/.test(row.productKey)
  const productKey = digits && isJunkProductKeyId(row.productKey) ? '' : row.productKey
  if (row.serialNumber !== '') return productKey === row.productKey ? row : { ...row, productKey }
  const decoded = decodedHash(row.hardwareHash)
  const serial = decoded.ok ? (decoded.serialNumber ?? '').trim() : ''
  return { ...row, productKey, serialNumber: statedText(serial) }
}
