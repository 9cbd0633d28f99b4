/** What happened to a tenant's devices, in order, for whoever follows along with a cursor. */
import type { TenantId } from '../ids.ts'

export type RegistryEvent = {
  readonly id: string
  readonly kind: 'devices.registered'
  readonly deviceIds: readonly string[]
  readonly createdAt: Date
}

export type Events = {
  /** Events after the one named, oldest first; absent = from the oldest that is kept. */
  list(
    tenantId: TenantId,
    query: { after?: string | undefined; limit: number },
  ): Promise<readonly RegistryEvent[]>
}
