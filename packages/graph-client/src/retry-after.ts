/** When a server says it is worth asking again. */

/** `Retry-After` as milliseconds: seconds or a date (RFC 9110, 10.2.3); undefined when absent or unreadable. */
export function retryAfter(value: string | null): number | undefined {
  if (value === null || value === '') return undefined
  const seconds = Number(value)
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000)
  const date = Date.parse(value)
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now())
}
