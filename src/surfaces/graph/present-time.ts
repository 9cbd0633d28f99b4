/** Dates on the wire. */

/** A date that never was. [observed: clients.md R10] */
export const never = '0001-01-01T00:00:00Z'

/** UTC, without a fraction that says nothing. */
export function time(date: Date): string {
  return date.toISOString().replace('.000Z', 'Z')
}
