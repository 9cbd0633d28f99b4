/**
 * Who calls: what a verified access token says, freed of its wire format.
 *
 * Only the bearer check makes one, so a function that takes a Caller needs no further proof of identity.
 */
import type { TenantId } from '../ids.ts'
import type { ApplicationId } from './application.ts'

export type Caller = {
  readonly kind: 'application'
  readonly tenantId: TenantId
  readonly applicationId: ApplicationId
  /** The application's service principal in this tenant. */
  readonly objectId: string
  /** Application roles granted to it, such as `DeviceManagementServiceConfig.ReadWrite.All`. */
  readonly roles: readonly string[]
}
