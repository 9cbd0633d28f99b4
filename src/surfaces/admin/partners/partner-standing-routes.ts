/** The operator stops a partner, and lets it act again. */
import { z } from 'zod'
import { noteAudit } from '../../../core/acting.ts'
import { DomainError } from '../../../core/errors.ts'
import { ids } from '../../../core/id-kinds.ts'
import { type Announce, announcementsOf } from '../../../core/partners/announce.ts'
import type { Consents } from '../../../core/partners/consent.ts'
import type { Partners } from '../../../core/partners/partner.ts'
import type { Tenants } from '../../../core/tenants/tenant.ts'
import { type Route, routesWith } from '../../http/route.ts'
import { presentTenant } from '../tenants/present-tenant.ts'
import { tenantAnswer } from '../tenants/tenant-contract.ts'
import { tenantNamed } from '../tenants/tenant-named.ts'

export type PartnerStandingDeps = {
  readonly tenants: Pick<Tenants, 'find'>
  readonly partners: Partners
  readonly consents: Pick<Consents, 'suspend' | 'resume'>
  readonly announce: Announce
}

const route = routesWith<PartnerStandingDeps>()

export const partnerStandingRoutes: readonly Route<PartnerStandingDeps>[] = [
  route({
    method: 'PATCH',
    path: '/tenants/:tenant',
    permission: 'tenants.write',
    audit: { category: 'Tenant', resource: 'Tenant' },
    summary:
      'Suspend a partner: its consents rest and rows that wait are refused; or let it act again.',
    body: z.strictObject({ status: z.enum(['active', 'suspended']) }),
    answer: tenantAnswer,
    handle: async ({ ports, caller, parameter, body }) => {
      const id = await tenantNamed(ports.tenants, parameter('tenant', ids.tenantOrDomain))
      if ((await ports.partners.find(id)) === undefined)
        throw new DomainError(
          'request-invalid',
          'Only partners can be suspended, and this tenant is not one.',
        )
      if (id === caller.tenantId)
        throw new DomainError(
          'request-invalid',
          'Nobody suspends the organization they belong to: nobody of it could let it act again.',
        )
      await ports.partners.setStatus(id, body.status)
      if (body.status === 'active') await ports.consents.resume(id)
      else {
        const ended = await ports.consents.suspend(id)
        await ports.announce(
          ended.flatMap((each) => announcementsOf(each, 'partner.consent.suspended')),
        )
      }
      noteAudit({
        type: 'Tenant',
        id,
        properties: [{ name: 'status', before: null, after: body.status }],
      })
      const tenant = await ports.tenants.find(id)
      if (tenant === undefined) throw new DomainError('not-found', 'The tenant is gone.')
      return presentTenant(tenant)
    },
  }),
]
