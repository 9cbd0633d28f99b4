/** A person or program of a partner, where a customer lets it act: it may do what both the consent in force and its own role permit. */

import { partnerPermissions } from '../access/built-in-roles.ts'
import type { ApplicationCaller, PartnerCaller, UserCaller } from '../access/caller.ts'
import type { Access } from '../access/decide.ts'
import type { Permission } from '../access/permissions.ts'
import { DomainError } from '../errors.ts'
import type { TenantId } from '../ids.ts'
import { type Consents, noRelationship, permittedBy } from './consent.ts'

type PartnerMember = ApplicationCaller | UserCaller

export type ActDeps = {
  readonly access: Pick<Access, 'all'>
  readonly consents: Pick<Consents, 'inForce'>
}

/** The caller in the partner's own tenant, with what its role permits there. */
export async function asPartnerAtHome(
  { access }: Pick<ActDeps, 'access'>,
  caller: PartnerMember,
): Promise<PartnerCaller> {
  const all = await access.all(caller)
  const permissions = partnerPermissions.filter((permission) => all.has(permission))
  return { ...selfOf(caller), tenantId: caller.tenantId, permissions }
}

/** Undefined: no consent of the customer is in force. */
export async function asPartnerAt(
  { access, consents }: ActDeps,
  caller: PartnerMember,
  customerId: TenantId,
): Promise<PartnerCaller | undefined> {
  const consent = await consents.inForce(customerId, caller.tenantId)
  if (consent === undefined) return undefined
  const home = await asPartnerAtHome({ access }, caller)
  const permitted = permittedBy(consent.scopes)
  return {
    ...home,
    tenantId: customerId,
    permissions: home.permissions.filter((permission) => permitted.includes(permission)),
    consentId: consent.id,
  }
}

/**
 * Holds the consent until the change is written: one that ends, or is narrowed, before that leaves no change behind
 * it, and one after that has waited for it.
 */
export async function holdConsent(
  consents: Pick<Consents, 'hold'>,
  { consentId, tenantId }: PartnerCaller,
  permission: Permission,
): Promise<void> {
  if (consentId === undefined) return
  const scopes = await consents.hold(tenantId, consentId)
  if (scopes === undefined) throw noRelationship()
  if (!permittedBy(scopes).includes(permission))
    throw new DomainError('not-permitted', 'The customer has narrowed what the partner may do.')
}

function selfOf(caller: PartnerMember) {
  const { tenantId: partnerTenantId, applicationId } = caller
  const user =
    caller.kind === 'user'
      ? { user: { id: caller.userId, userPrincipalName: caller.userPrincipalName } }
      : {}
  return { kind: 'partner', partnerTenantId, applicationId, ...user } as const
}
