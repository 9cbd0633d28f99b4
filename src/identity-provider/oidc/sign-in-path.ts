/** Where the pages of a sign-in live: below one path for each, because its cookies are bound to that path. */
import type { TenantId } from '../../core/ids.ts'

export function signInPath(tenantId: TenantId, uid: string): string {
  return `/${tenantId}/sign-in/${uid}`
}
