/** What happens to factors, the password among them, and must be known afterwards: to the person, to administrators, to the audit trail. */
import type { TenantId } from '../../../core/ids.ts'

export type FactorEventName =
  /** The fifth wrong code in a row: the owner should hear of it. */
  | 'codes-failing'
  | 'codes-locked'
  | 'codes-unlocked'
  | 'token-resynchronised'
  | 'hardware-token-activated'
  | 'hardware-token-taken-back'
  | 'recovery-code-used'
  | 'recovery-codes-made'
  | 'authenticator-app-added'
  | 'authenticator-app-removed'
  | 'passkey-added'
  | 'passkey-removed'
  /** A passkey counted backwards: it may exist twice. */
  | 'passkey-counter-went-back'
  /** The last strong factor goes in a day, unless the person says no. */
  | 'removal-asked'
  | 'removal-cancelled'
  /** An administrator wants all factors of a person gone; another one must agree. */
  | 'reset-asked'
  | 'reset-rejected'
  | 'factors-reset'
  | 'password-changed'
  /** The one that somebody else had made. */
  | 'first-password-changed'
  /** An administrator opened the locks on the password. */
  | 'sign-in-unlocked'
  /** An administrator made a new first password. */
  | 'password-reset'

export type FactorEvent = {
  readonly tenantId: TenantId
  readonly personId: string
  readonly name: FactorEventName
}

export type NotifyFactorEvent = (event: FactorEvent) => Promise<void>
