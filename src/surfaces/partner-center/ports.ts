/** What the routes of Partner Center need, and how a change makes sure of its consent. */
import type { Caller, PartnerCaller } from '../../core/access/caller.ts'
import { DomainError } from '../../core/errors.ts'
import { holdConsent } from '../../core/partners/act-at-customer.ts'
import type { Consents } from '../../core/partners/consent.ts'
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
  if (caller.kind !== 'partner') throw new Error('a caller of Partner Center is not a partner')
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

/** A change makes sure of its consent until it is written. */
export function withConsent(route: Route<PartnerCenterPorts>): Route<PartnerCenterPorts> {
  if (route.audit === undefined) return route
  return {
    ...route,
    handle: async (input: Input<PartnerCenterPorts>) => {
      await holdConsent(input.ports.consents, partnerOf(input.caller), route.permission)
      return await route.handle(input)
    },
  }
}
