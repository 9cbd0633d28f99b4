/** A program or person of an OEM, and how trails of customers name it. */
import type { ApplicationCaller, Caller, UserCaller } from '../access/caller.ts'
import { type AuditActor, actorOf } from '../audit/audit.ts'
import { DomainError } from '../errors.ts'

export type OemCaller = ApplicationCaller | UserCaller

export function oemCaller(caller: Caller): OemCaller {
  if (caller.kind === 'application' || caller.kind === 'user') return caller
  throw new DomainError('not-permitted', 'Only people and applications of OEMs may use this API.')
}

export type PartnerActor = Extract<AuditActor, { kind: 'partner' }>

export function actorOfOem(caller: OemCaller): PartnerActor {
  const { tenantId: partnerTenantId, applicationId } = caller
  const user =
    caller.kind === 'user'
      ? { user: { id: caller.userId, userPrincipalName: caller.userPrincipalName } }
      : {}
  const partner = { kind: 'partner', partnerTenantId, applicationId, ...user } as const
  return actorOf({ ...partner, tenantId: partnerTenantId, permissions: [] }) as PartnerActor
}
