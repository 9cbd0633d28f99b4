/**
 * What a sign-in protocol must remember between two requests: codes, sessions, refresh tokens, grants.
 *
 * To the core it is opaque and short-lived. Ids are often credentials themselves, so storage keeps a
 * digest of the id and never the id.
 */
import type { TenantId } from '../ids.ts'

/** `kind` is the protocol's name for what this is, such as `RefreshToken`. */
export type StateKey = { readonly tenantId: TenantId; readonly kind: string; readonly id: string }

export type State = {
  readonly payload: Readonly<Record<string, unknown>>
  /** Absent = it has not been used yet. */
  readonly consumedAt?: Date
}

/** Further names under which a state is found or ended. */
type StateNames = {
  readonly grantId?: string
  readonly sessionUid?: string
  readonly userCode?: string
}

export type ProtocolState = {
  /** Stores or replaces; absent `expiresIn` (seconds) = it stays until destroyed. */
  put(
    key: StateKey,
    payload: State['payload'],
    rest: StateNames & { expiresIn?: number },
  ): Promise<void>
  /** Absent when unknown or expired. */
  find(key: StateKey): Promise<State | undefined>
  /** By one of its further names; the id comes back because it is not known to the asker. */
  findByName(
    place: Omit<StateKey, 'id'>,
    names: Pick<StateNames, 'sessionUid' | 'userCode'>,
  ): Promise<State | undefined>
  /** Marks as used; the first mark stays. */
  consume(key: StateKey): Promise<void>
  destroy(key: StateKey): Promise<void>
  destroyGrant(tenantId: TenantId, grantId: string): Promise<void>
}
