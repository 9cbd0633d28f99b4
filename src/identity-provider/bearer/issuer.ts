/** The issuer of a tenant's tokens: built in one place, because issuing and checking must agree. */
import type { TenantId } from '../../core/ids.ts'

/** `publicUrl` is the origin clients use, such as `https://localhost:8443`. */
export function issuerOf(publicUrl: string, tenantId: TenantId): string {
  return `${new URL(publicUrl).origin}/${tenantId}/v2.0`
}
