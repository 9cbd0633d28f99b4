/** The provider's cookies. */
import type { TenantId } from '../../core/ids.ts'

/** Of one tenant, since a browser may be signed in to several; the prefix binds it to this host and to HTTPS (RFC 6265bis). */
export function cookieNames(tenantId: TenantId) {
  return {
    session: sessionCookie(tenantId),
    interaction: interactionCookie,
    resume: '__Secure-resume',
  }
}

export function sessionCookie(tenantId: TenantId): string {
  return `__Host-session-${tenantId}`
}

export const interactionCookie = '__Secure-interaction'
