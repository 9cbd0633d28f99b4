/**
 * What a sign-in protocol must remember between two requests: codes, sessions, refresh tokens, grants.
 *
 * To the core it is opaque and short-lived. Ids are often credentials themselves, so storage keeps a
 * digest of the id and never the id.
 */
import type { TenantId } from '../../core/ids.ts'

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
  /** Stores only where nothing is; false = there was something, of racing callers all but one are told so. */
  putOnce(key: StateKey, payload: State['payload'], expiresIn: number): Promise<boolean>
  /** Marks as used; false = it was used before or is gone: of racing callers one is told true. */
  consume(key: StateKey): Promise<boolean>
  destroy(key: StateKey): Promise<void>
  destroyGrant(tenantId: TenantId, grantId: string): Promise<void>
  /** Removes what has expired, `atMost` rows at a time; the number removed. */
  sweep(atMost: number): Promise<number>
}
