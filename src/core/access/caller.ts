/**
 * Who is calling: what was proved about the sender of a request, independent of the wire format.
 *
 * Only the check that proved it creates a Caller, so a function that takes one needs no further proof of identity.
 * `tenantId` is always the tenant in which the caller acts.
 */

import type { ApplicationId, ConsentId, DeviceId, TenantId } from '../ids.ts'
import type { Permission } from './permissions.ts'

/** A program that signed in as itself. */
export type ApplicationCaller = {
  readonly kind: 'application'
  readonly tenantId: TenantId
  readonly applicationId: ApplicationId
  /** The application's service principal in this tenant. */
  readonly objectId: string
  /** Application roles granted to it, such as `DeviceManagementServiceConfig.ReadWrite.All`. */
  readonly roles: readonly string[]
}

/** A person who uses an application: both the person's and the application's permissions count. */
export type UserCaller = {
  readonly kind: 'user'
  readonly tenantId: TenantId
  /** The application in use. */
  readonly applicationId: ApplicationId
  readonly userId: string
  readonly userPrincipalName: string
  /** Delegated scopes of the token, such as `DeviceManagementServiceConfig.Read.All`. */
  readonly scopes: readonly string[]
  /** Directory roles as they are now, not as they were when the token was made. */
  readonly directoryRoles: readonly string[]
  /** How the person signed in: RFC 8176 names such as `pwd`, `otp`. */
  readonly amr: readonly string[]
  readonly authTime: Date
}

/** A partner's application that acts in the tenant of a customer. */
export type PartnerCaller = {
  readonly kind: 'partner'
  /** The customer's tenant. */
  readonly tenantId: TenantId
  /** The partner's own tenant. */
  readonly partnerTenantId: TenantId
  /** The partner's application in use. */
  readonly applicationId: ApplicationId
  /** The person at the partner who uses the application; absent = the application acts as itself. */
  readonly user?: { readonly id: string; readonly userPrincipalName: string }
  /** What the customer's relationship with the partner currently permits. */
  readonly permissions: readonly Permission[]
  /** The consent they come from; absent where the partner acts in its own tenant. */
  readonly consentId?: ConsentId
}

/** A device acting on its own behalf. */
export type DeviceCaller = {
  readonly kind: 'device'
  readonly tenantId: TenantId
  /** What identified the device: the thumbprint of a key whose possession it proved, or its enrollment. */
  readonly proof: { readonly kind: 'key' | 'enrollment'; readonly id: string }
  /** Its registration in the tenant; absent = it has none. */
  readonly deviceId?: DeviceId
}

/** Taxiway itself, in a background job. */
export type SystemCaller = {
  readonly kind: 'system'
  readonly tenantId: TenantId
  /** Such as `import decisions`. */
  readonly job: string
}

export type Caller = ApplicationCaller | UserCaller | PartnerCaller | DeviceCaller | SystemCaller

/** The caller's name in messages and in recorded decisions. */
export function nameOfCaller(caller: Caller): string {
  switch (caller.kind) {
    case 'user':
      return caller.userPrincipalName
    case 'application':
      return `application ${caller.applicationId}`
    case 'partner':
      return `partner ${caller.partnerTenantId}`
    case 'device':
      return `device ${caller.deviceId ?? caller.proof.id}`
    case 'system':
      return `system (${caller.job})`
  }
}

/** Whose idempotency keys a request's is one of: a person has others in each application. */
export function ownerOfKeys(caller: Caller): string {
  switch (caller.kind) {
    case 'user':
      return `user ${caller.applicationId} ${caller.userId}`
    case 'partner':
      return `${budgetOfCaller(caller)} ${caller.user?.id ?? ''}`
    default:
      return budgetOfCaller(caller)
  }
}

/**
 * Whose budget a request counts against, besides its tenant's. People share the budget of the application they use,
 * as in Graph; a customer's partner has its own.
 */
export function budgetOfCaller(caller: Caller): string {
  switch (caller.kind) {
    case 'user':
    case 'application':
      return caller.applicationId
    case 'partner':
      return `partner ${caller.partnerTenantId} ${caller.applicationId}`
    case 'device':
      return `device ${caller.proof.kind} ${caller.proof.id}`
    case 'system':
      return `system ${caller.job}`
  }
}
