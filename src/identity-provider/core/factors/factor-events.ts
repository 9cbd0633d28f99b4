/** Events about factors, including the password, that the person, administrators and the audit trail must know. */
import type { TenantId } from '../../../core/ids.ts'

export type FactorEventName =
  /** The fifth consecutive wrong code: the owner should be notified. */
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
  /** A passkey's counter went back: it may have been copied. */
  | 'passkey-counter-went-back'
  /** The last strong factor is removed in a day, unless the person cancels. */
  | 'removal-asked'
  | 'removal-cancelled'
  /** An administrator requests a reset of all factors of a person; another one must approve. */
  | 'reset-asked'
  | 'reset-rejected'
  | 'factors-reset'
  | 'password-changed'
  /** The one that somebody else had set. */
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
