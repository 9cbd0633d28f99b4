/** What a tenant allows its people when they sign in, besides passwords. */
import type { TenantId } from '../../core/ids.ts'

export type SignInPolicy = {
  /** Whether a code shown on one device may be confirmed on another. Off unless switched on: it is the way of phishers. */
  readonly deviceCode: boolean
}

/** Of a tenant that has set nothing. */
export const defaultSignInPolicy: SignInPolicy = { deviceCode: false }

export type SignInPolicies = {
  find(tenantId: TenantId): Promise<SignInPolicy>
  set(tenantId: TenantId, policy: SignInPolicy): Promise<void>
}
