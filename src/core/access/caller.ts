/**
 * Who calls: what was proved about the sender of a request, freed of its wire format.
 *
 * Only the check that proved it makes one, so a function that takes a Caller needs no further proof of
 * identity. `tenantId` is always the tenant that the caller acts in.
 */

import type { ApplicationId, DeviceId, TenantId } from '../ids.ts'
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

/** A person who uses a program: what the person may do and what the program may do for people both count. */
export type UserCaller = {
  readonly kind: 'user'
  readonly tenantId: TenantId
  /** The program in use. */
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

/** A program of a partner that acts in the tenant of one of its customers. */
export type PartnerCaller = {
  readonly kind: 'partner'
  /** The customer's tenant. */
  readonly tenantId: TenantId
  /** The partner's own tenant. */
  readonly partnerTenantId: TenantId
  /** The partner's program in use. */
  readonly applicationId: ApplicationId
  /** The person at the partner who uses the program; absent = it acts as itself. */
  readonly user?: { readonly id: string; readonly userPrincipalName: string }
  /** What the customer's relationship with the partner permits, as it is now. */
  readonly permissions: readonly Permission[]
}

/** A device that speaks for itself. */
export type DeviceCaller = {
  readonly kind: 'device'
  readonly tenantId: TenantId
  /** What showed which device it is: the thumbprint of a key that it proved to hold, or its enrollment. */
  readonly proof: { readonly kind: 'key' | 'enrollment'; readonly id: string }
  /** Its registration in the tenant; absent = it has none. */
  readonly deviceId?: DeviceId
}

/** Taxiway itself, in a job that nobody waits for. */
export type SystemCaller = {
  readonly kind: 'system'
  readonly tenantId: TenantId
  /** Such as `import decisions`. */
  readonly job: string
}

export type Caller = ApplicationCaller | UserCaller | PartnerCaller | DeviceCaller | SystemCaller

/** What a caller is called in messages and in what people decided. */
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

/**
 * Whose budget a request is counted in, besides its tenant's. People share the budget of the program they
 * use, as at Graph; a customer's partner has one of its own.
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
