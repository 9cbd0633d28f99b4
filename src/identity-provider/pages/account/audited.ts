/** Audit entries for acts on the pages of a person's own account. */

import type { AuditedAct } from '../../../core/audit/audit.ts'
import { newUuid } from '../../../core/uuid.ts'
import { accountPagesId } from '../../core/first-party.ts'
import type { PageAudit } from '../../core/page-ports.ts'
import type { Visitor } from './visitor.ts'

export type AuditDeps = { readonly audit: PageAudit }

/** What the trail calls them. */
export const acts = {
  end: 'End sign-in',
  endAll: 'End all sign-ins',
  withdraw: 'Withdraw consent to Application',
} as const

export function actOf(
  { tenant, person, address }: Visitor,
  activity: (typeof acts)[keyof typeof acts],
  category: AuditedAct['category'] = 'SignIn',
): AuditedAct {
  return {
    tenantId: tenant.id,
    category,
    activity,
    operation: 'Action',
    correlationId: newUuid(),
    actor: {
      kind: 'user',
      applicationId: accountPagesId,
      userId: person.id,
      userPrincipalName: person.userPrincipalName,
      address,
    },
  }
}
