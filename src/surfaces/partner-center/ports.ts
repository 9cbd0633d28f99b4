/** What the routes of Partner Center need, and how a change makes sure of its consent. */
import type { Caller, PartnerCaller } from '../../core/access/caller.ts'
import type { Permission } from '../../core/access/permissions.ts'
import { DomainError } from '../../core/errors.ts'
import { type Consents, noRelationship, permittedBy } from '../../core/partners/consent.ts'
import type { Partners } from '../../core/partners/partner.ts'
import type { PolicyDeps } from '../../core/partners/policy.ts'
import type { RemoveDeps } from '../../core/partners/remove-device.ts'
import type { SubmitDeps } from '../../core/partners/submit-batch.ts'
import type { Tenants } from '../../core/tenants/tenant.ts'
import type { Input, Route } from '../http/route.ts'

export type PartnerCenterPorts = SubmitDeps &
  RemoveDeps &
  PolicyDeps & {
    readonly tenants: Pick<Tenants, 'find' | 'list'>
    readonly partners: Partners
    readonly consents: Consents
    readonly isStrict: boolean
    /** Where the page is on which a customer consents. */
    readonly publicUrl: string
  }

/** The surface's own middleware has made the caller. */
export function partnerOf(caller: Caller): PartnerCaller {
  if (caller.kind !== 'partner') throw new Error('a caller of Partner Center is no partner')
  return caller
}

/** Some calls take a person. [documented: Partner Center, App+User] */
export function requirePerson(caller: PartnerCaller, isStrict: boolean): void {
  if (isStrict && caller.user === undefined)
    throw new DomainError(
      'not-permitted',
      'This takes a person who uses the application (App+User).',
    )
}

/**
 * Holds the consent until the change is written: one that ends, or is narrowed, before that leaves no change behind
 * it, and one after that has waited for it.
 */
export function withConsent(route: Route<PartnerCenterPorts>): Route<PartnerCenterPorts> {
  if (route.audit === undefined) return route
  return {
    ...route,
    handle: async (input: Input<PartnerCenterPorts, never, never>) => {
      await requireConsent(input, route.permission)
      return await route.handle(input)
    },
  }
}

async function requireConsent(
  { ports, caller }: Input<PartnerCenterPorts>,
  permission: Permission,
): Promise<void> {
  const { consentId, tenantId } = partnerOf(caller)
  if (consentId === undefined) return
  const scopes = await ports.consents.hold(tenantId, consentId)
  if (scopes === undefined) throw noRelationship()
  if (!permittedBy(scopes).includes(permission))
    throw new DomainError('not-permitted', 'The customer has narrowed what the partner may do.')
}
