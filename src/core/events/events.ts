/** What happened to a tenant's devices, in order, for clients that follow with a cursor. */
import type { TenantId } from '../ids.ts'

export type RegistryEvent = {
  readonly id: string
  readonly kind: 'devices.registered'
  readonly deviceIds: readonly string[]
  readonly createdAt: Date
}

export type Events = {
  /** Events after the given one, oldest first; absent = from the oldest available. */
  list(
    tenantId: TenantId,
    query: { after?: string | undefined; limit: number },
  ): Promise<readonly RegistryEvent[]>
}
