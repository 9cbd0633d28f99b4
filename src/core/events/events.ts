/** What happened to a tenant's devices and, for operators, to tenants, in order, for clients that follow along with a cursor. */
import type { TenantId } from '../ids.ts'

export type PartnerEventKind =
  | 'partner.relationship.requested'
  | `partner.consent.${'granted' | 'declined' | 'narrowed' | 'revoked' | 'ended' | 'expired' | 'suspended'}`
  | `partner.batch.${'accepted' | 'finished'}`
  | 'oem.submission.finished'

export type RegistryEvent = {
  readonly id: string
  readonly kind:
    | 'devices.registered'
    /** Subjects: the relationship request, the consent, or the import. */
    | PartnerEventKind
    /** Another tenant has submitted them; which one is not said. */
    | 'devices.submittedElsewhere'
    /** Another tenant's device proved the key of a registration by hash alone. */
    | 'devices.disputed'
    /** A dispute ended, and the registration went to the other tenant. */
    | 'devices.displaced'
    /** For operators: a tenant has used up its disclosures of today. */
    | 'tenant.disclosuresSpent'
  /** Of devices, or of the tenant. */
  readonly subjects: readonly string[]
  readonly createdAt: Date
}

export type Events = {
  /** Events after the given one, oldest first; absent = from the oldest available. */
  list(
    tenantId: TenantId,
    query: { after?: string | undefined; limit: number },
  ): Promise<readonly RegistryEvent[]>
}
