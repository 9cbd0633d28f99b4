/** Sessions of devices between two messages, so that any server can answer the next one. */
import type { TenantId } from '../ids.ts'
import type { ManagedState } from './managed-state.ts'

export type SessionPlace = { readonly tenantId: TenantId; readonly enrollmentId: string }

export type HeldSession = {
  readonly state: ManagedState
  /** What the protocol has to remember, in its own form; null = there was no session yet. */
  readonly conversation: string | null
  /** The answer to the last message, in case it was lost on its way. */
  readonly reply: string | null
  /** SHA-256 of the device's last message, and of the one that began the session. */
  readonly lastDigest: Buffer | null
  readonly openingDigest: Buffer | null
  /** When the device says that it began; null = it did not say. */
  readonly openedAt: Date | null
}

export type ManagementSessions = {
  /** Holds it until the transaction ends: messages of one device are answered one after another. */
  hold(place: SessionPlace): Promise<HeldSession>
  keep(place: SessionPlace, held: HeldSession): Promise<void>
  /** What Windows says of hardware that does not fit its registration; encrypted. */
  keepMismatch(place: SessionPlace, data: string): Promise<void>
}
