import type { Person } from '../../core/directory/user.ts'

/** Whether a sign-in from that time, in seconds since 1970, has been revoked since. */
export function endedBefore({ signInsValidFrom }: Person, authTime: number | undefined): boolean {
  if (signInsValidFrom === undefined) return false
  return authTime === undefined || authTime * 1000 <= signInsValidFrom.getTime()
}
