/** A row that becomes a device. */
import { newRecord } from '../identity/record.ts'
import type { Identified } from './examine-row.ts'
import type { Listing, Registration } from './slice.ts'

export function registrationOf(
  { row, hash, facts }: Identified,
  remarks: Registration['remarks'] = [],
): Omit<Registration, 'deviceId' | keyof Listing> {
  const serialNumber = firmwareText(hash.serialNumber) ?? firmwareText(row.serialNumber) ?? ''
  return {
    row,
    hash,
    serialNumber,
    record: newRecord(facts),
    remarks,
  }
}

/** What the firmware says, trimmed; null where the string is missing there. [verified on four machines] */
function firmwareText(text: string | null): string | null {
  const trimmed = text?.trim() ?? ''
  return trimmed === '' || trimmed === 'SMBIOS_STRING_INDEX_0' ? null : trimmed
}
