/**
 * Who calls: what a verified access token says, freed of its wire format.
 *
 * Only the bearer check makes one, so a function that takes a Caller needs no further proof of identity.
 */

import type { ApplicationId } from '../applications/application.ts'
import type { TenantId } from '../ids.ts'

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

export type Caller = ApplicationCaller | UserCaller
