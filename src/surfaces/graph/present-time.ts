/** Dates on the wire. */

/** Microsoft's date for "never". [observed: clients.md R10] */
export const never = '0001-01-01T00:00:00Z'

/** UTC, without a zero fraction. */
export function time(date: Date): string {
  return date.toISOString().replace('.000Z', 'Z')
}
