/** The cookie by which a device is known again. */
import type { TenantId } from '../../../core/ids.ts'
import { knownFor, rememberDevice } from '../../core/known-devices.ts'
import type { Seals } from '../../core/seals.ts'

/** Of one tenant, since its people are others than those of the next. */
export function knownDeviceCookie(tenantId: TenantId): string {
  return `__Host-known-${tenantId}`
}

/** What the browser is to keep after a success. */
export function setKnownDevice(
  seals: Seals,
  who: { readonly tenantId: TenantId; readonly personId: string },
  word: string | undefined,
): string {
  const value = rememberDevice(seals, who, word)
  return `${knownDeviceCookie(who.tenantId)}=${value}; Path=/; Max-Age=${knownFor}; Secure; HttpOnly; SameSite=Lax`
}
