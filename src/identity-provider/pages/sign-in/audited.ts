/** What the audit trail keeps of sign-ins: who came in and how, and who allowed which program what. */

import type { AuditActor, AuditedAct } from '../../../core/audit/audit.ts'
import type { Person } from '../../../core/directory/user.ts'
import { newUuid } from '../../../core/uuid.ts'
import type { PageAudit } from '../../core/page-ports.ts'
import type { Visit } from './visit.ts'

export type AuditDeps = { readonly audit: PageAudit }

type Done = Pick<AuditedAct, 'category' | 'activity' | 'operation'>

export const signedIn: Done = { category: 'SignIn', activity: 'Sign in', operation: 'Action' }
export const consented: Done = {
  category: 'Application',
  activity: 'Consent to Application',
  operation: 'Action',
}

/** `address` is where the person's browser is. */
export function actOf(
  { tenant, application }: Visit,
  { person, address, done }: { person: Person; address: string; done: Done },
): AuditedAct {
  const actor: AuditActor = {
    kind: 'user',
    applicationId: application.id,
    userId: person.id,
    userPrincipalName: person.userPrincipalName,
    address,
  }
  return { tenantId: tenant.id, actor, correlationId: newUuid(), ...done }
}

/** A sign-in that cannot be written down does not happen. */
export function auditSignIn(
  { audit }: AuditDeps,
  visit: Visit,
  { person, address, amr }: { person: Person; address: string; amr: readonly string[] },
): Promise<void> {
  const { id, displayName: name } = visit.application
  const properties = [{ name: 'methods', before: null, after: amr.join(' ') }]
  const act = actOf(visit, { person, address, done: signedIn })
  return audit.happened(act, { type: 'Application', id, name, properties })
}
