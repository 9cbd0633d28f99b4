/** A row that becomes a device. */
import { newRecord } from '../identity/record.ts'
import { newDeviceId } from '../ids.ts'
import type { Identified } from './examine-row.ts'
import type { Registration } from './slice.ts'

export function registrationOf(
  { row, hash, facts, tokens }: Identified,
  remarks: Registration['remarks'] = [],
): Registration {
  const serialNumber = firmwareText(hash.serialNumber) ?? firmwareText(row.serialNumber) ?? ''
  return {
    deviceId: newDeviceId(),
    row,
    hash,
    serialNumber,
    record: newRecord(facts),
    tokens,
    remarks,
  }
}

/** What the firmware says, trimmed; null where the string is missing there. [verified on four machines] */
function firmwareText(text: string | null): string | null {
  const trimmed = text?.trim() ?? ''
  return trimmed === '' || trimmed === 'SMBIOS_STRING_INDEX_0' ? null : trimmed
}
