/** What happens to factors and must be known afterwards: to the person, to administrators, to the audit trail. */
import type { TenantId } from '../ids.ts'

export type FactorEventName =
  /** The fifth wrong code in a row: the owner should hear of it. */
  | 'codes-failing'
  | 'codes-locked'
  | 'codes-unlocked'
  | 'token-resynchronised'
  | 'recovery-code-used'
  | 'recovery-codes-made'
  | 'authenticator-app-added'
  | 'authenticator-app-removed'
  | 'passkey-added'
  | 'passkey-removed'
  /** A passkey counted backwards: it may exist twice. */
  | 'passkey-counter-went-back'

export type FactorEvent = {
  readonly tenantId: TenantId
  readonly personId: string
  readonly name: FactorEventName
}

export type TellOfFactor = (event: FactorEvent) => Promise<void>
