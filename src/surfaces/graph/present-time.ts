/** Dates on the wire. */

/** Microsoft's date for "never". [observed: real records, as Get-WindowsAutopilotInfo (community edition) reads them] */
export const never = '0001-01-01T00:00:00Z'

/** UTC, without a zero fraction. */
export function time(date: Date): string {
  return date.toISOString().replace('.000Z', 'Z')
}
