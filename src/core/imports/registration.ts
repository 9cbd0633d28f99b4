/** Turns a row into a device. */
import { statedText } from 'taxiway-hardware-hash'
import { newRecord } from '../identity/record.ts'
import type { Identified } from './examine-row.ts'
import type { Listing, Registration } from './slice.ts'

export function registrationOf(
  { row, hash, facts }: Identified,
  remarks: Registration['remarks'] = [],
): Omit<Registration, 'deviceId' | keyof Listing> {
  const serialNumber = firmwareText(hash.serialNumber) || firmwareText(row.serialNumber)
  return {
    row,
    serialNumber,
    identity: { hash, record: newRecord(facts) },
    remarks,
  }
}

/** What the firmware reports, trimmed; empty if it reports nothing. */
function firmwareText(text: string | null): string {
  return statedText(text?.trim() ?? null)
}
