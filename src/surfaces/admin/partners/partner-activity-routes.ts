/** What partners may do in the tenant, and what they have done. */
import { DomainError } from '../../../core/errors.ts'
import { ids } from '../../../core/id-kinds.ts'
import { type Route, routesWith } from '../../http/route.ts'
import { listOf } from '../contract.ts'
import type { ConsentRouteDeps } from './consent-ports.ts'
import {
  consentAnswer,
  submissionDetailAnswer,
  submissionPage,
  submissionsQuery,
} from './partner-contract.ts'
import { presentConsent, presentSubmissionDetail } from './present-partner.ts'
import { readSubmissions } from './read-submissions.ts'

const route = routesWith<ConsentRouteDeps>()

export const partnerActivityRoutes: readonly Route<ConsentRouteDeps>[] = [
  route({
    method: 'GET',
    path: '/partners',
    permission: 'partners.read',
    summary: 'What partners may do and have done: consents in force first, then those that ended.',
    answer: listOf(consentAnswer),
    handle: async ({ ports, caller }) => {
      const consents = await ports.consents.ofCustomer(caller.tenantId)
      return {
        value: await Promise.all(consents.map((each) => presentConsent(ports.partners, each))),
      }
    },
  }),
  route({
    method: 'GET',
    path: '/partners/:partner/submissions',
    permission: 'partners.read',
    summary: 'What a partner sent, newest first.',
    query: submissionsQuery,
    answer: submissionPage,
    handle: async ({ ports, caller, parameter, query }) => {
      const partnerId = parameter('partner', ids.tenant)
      const place = { customerId: caller.tenantId, partnerId }
      const consents = await ports.consents.ofCustomer(caller.tenantId)
      if (!consents.some((each) => each.partnerId === partnerId))
        throw new DomainError('not-found', `There is no partner '${partnerId}' of this tenant.`)
      return await readSubmissions(ports.batches, place, query)
    },
  }),
  route({
    method: 'GET',
    path: '/partners/:partner/submissions/:submission',
    permission: 'partners.read',
    summary: 'The rows of one submission and what became of them.',
    answer: submissionDetailAnswer,
    handle: async ({ ports, caller, parameter }) => {
      const id = parameter('submission', ids.job)
      const partnerId = parameter('partner', ids.tenant)
      const job = await ports.batches.job({ customerId: caller.tenantId, partnerId }, id)
      if (job === undefined) throw new DomainError('not-found', `There is no submission '${id}'.`)
      return presentSubmissionDetail(job)
    },
  }),
]
